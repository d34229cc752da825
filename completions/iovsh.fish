# fish completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to /usr/share/fish/vendor_completions.d/iovsh.fish, or ~/.config/fish/completions/.
#
# Names of VMs, files and devices are data: nothing here is evaluated, and fish quotes what it inserts.

function __iovsh_names
    printf '%s\t%s\n' Get-Event 'Lists the events that have happened and that no action took. They stay until Remove-Event takes them away'
    printf '%s\t%s\n' Get-EventSubscriber 'Lists what the session has subscribed to'
    printf '%s\t%s\n' New-Event 'Makes an event of the script\'s own: who subscribed to its name is told, or it waits for Get-Event and Wait-Event'
    printf '%s\t%s\n' Register-EngineEvent 'Has the session told of events that New-Event makes under a name'
    printf '%s\t%s\n' Register-ObjectEvent 'Has the session told when something happens to an object: a timer\'s time has come, a file of a watched folder has changed, a process or a job has ended'
    printf '%s\t%s\n' Remove-Event 'Takes events out of the list of those that have happened'
    printf '%s\t%s\n' Unregister-Event 'Takes subscriptions away: nothing is told any more, and their jobs end'
    printf '%s\t%s\n' Wait-Event 'Waits until an event happens, and gives it. It stays in the list of events'
    printf '%s\t%s\n' Get-WinEvent 'Gets what was done on the host, newest first: virtual functions given and taken, machines started and stopped, switches made, acts refused'
    printf '%s\t%s\n' Get-Counter 'Gets counters of traffic: of adapters of virtual machines and of network adapters of the host'
    printf '%s\t%s\n' Disable-VMHostIovOverride 'Takes back what Enable-VMHostIovOverride accepted'
    printf '%s\t%s\n' Enable-VMHostIovOverride 'Accepts that virtual functions are handed out on a host that does not remap interrupts'
    printf '%s\t%s\n' Export-VMHostState 'Writes what is observed of the host into a file that a simulated host can start from'
    printf '%s\t%s\n' Get-VMHostSupportedVersion 'Gets the versions of machines that the host runs: QEMU\'s machine types of the family that New-VM uses'
    printf '%s\t%s\n' Get-VMHost 'Gets the virtualization host, and says whether SR-IOV can work on it'
    printf '%s\t%s\n' Repair-IovshState 'Decides what the desired state of the host is, after it was damaged or lost'
    printf '%s\t%s\n' Reset-SimulatedHost 'Puts the simulated host back to how its fixture describes it'
    printf '%s\t%s\n' Set-VMHost 'Changes settings of the virtualization host'
    printf '%s\t%s\n' Show-VMHost 'Shows the full-screen manager of the host, and comes back to the prompt when it is left'
    printf '%s\t%s\n' Test-VMHostIov 'Walks from the platform to the guests and says what keeps SR-IOV from working, the first obstacle first'
    printf '%s\t%s\n' Get-NetAdapter 'Gets the network adapters of the host'
    printf '%s\t%s\n' Enable-NetAdapter 'Brings a network adapter of the host up'
    printf '%s\t%s\n' Disable-NetAdapter 'Takes a network adapter of the host down'
    printf '%s\t%s\n' Restart-NetAdapter 'Takes a network adapter of the host down and brings it up again'
    printf '%s\t%s\n' Rename-NetAdapter 'Gives a network adapter of the host another name'
    printf '%s\t%s\n' Set-NetAdapter 'Changes the address of a network adapter of the host'
    printf '%s\t%s\n' Get-NetAdapterAdvancedProperty 'Gets the settings of network adapters that scripts know by keywords of the registry'
    printf '%s\t%s\n' Set-NetAdapterAdvancedProperty 'Changes settings of network adapters by their keywords'
    printf '%s\t%s\n' New-NetAdapterAdvancedProperty 'Sets a setting of a network adapter by its keyword'
    printf '%s\t%s\n' Remove-NetAdapterAdvancedProperty 'Forgets settings of network adapters: each is again as it was before it was set'
    printf '%s\t%s\n' Reset-NetAdapterAdvancedProperty 'Puts settings of network adapters back to what they are without a setting'
    printf '%s\t%s\n' Get-NetAdapterHardwareInfo 'Gets the slot of network adapters: place on the PCI bus, NUMA node, link, interrupts, and what SR-IOV needs of the slot'
    printf '%s\t%s\n' Get-NetAdapterStatistics 'Gets how much network adapters have sent and received, and what was lost'
    printf '%s\t%s\n' Get-NetAdapterVPort 'Gets the ports of the switch inside network adapters with SR-IOV'
    printf '%s\t%s\n' Get-NetAdapterRss 'Gets how network adapters spread over their queues what they receive'
    printf '%s\t%s\n' Get-NetAdapterSriov 'Gets the SR-IOV settings of the host\'s network adapters'
    printf '%s\t%s\n' Get-NetAdapterSriovVf 'Gets the virtual functions of the host\'s network adapters, and who has them'
    printf '%s\t%s\n' Set-NetAdapterSriov 'Sets how many virtual functions a network adapter has, and whether SR-IOV is used on it'
    printf '%s\t%s\n' Enable-NetAdapterSriov 'Lets SR-IOV be used on a network adapter'
    printf '%s\t%s\n' Disable-NetAdapterSriov 'Forbids SR-IOV on a network adapter'
    printf '%s\t%s\n' Get-NetIPAddress 'Gets the IP addresses of the host'
    printf '%s\t%s\n' New-NetIPAddress 'Gives an interface of the host an IP address, and a default route where -DefaultGateway is given'
    printf '%s\t%s\n' Set-NetIPAddress 'Changes IP addresses of the host: their prefixes and lifetimes'
    printf '%s\t%s\n' Remove-NetIPAddress 'Takes IP addresses from interfaces of the host'
    printf '%s\t%s\n' Get-NetRoute 'Gets the routes of the host'
    printf '%s\t%s\n' New-NetRoute 'Makes a route in the kernel\'s main table'
    printf '%s\t%s\n' Remove-NetRoute 'Removes routes of the kernel\'s main table'
    printf '%s\t%s\n' Get-NetNeighbor 'Gets the neighbours of the host: who has which IP address on the links of its interfaces, by ARP and NDP'
    printf '%s\t%s\n' New-NetNeighbor 'Names the adapter of a neighbour for good, so that the host asks nobody who has the address'
    printf '%s\t%s\n' Remove-NetNeighbor 'Forgets neighbours of the host: those that somebody named, and those that the kernel found by itself'
    printf '%s\t%s\n' Get-NetIPInterface 'Gets the interfaces of the host, as IPv4 and IPv6 see them'
    printf '%s\t%s\n' Set-NetIPInterface 'Changes an IP interface of the host: its MTU'
    printf '%s\t%s\n' Get-NetIPConfiguration 'Gets the addresses and gateways of the host\'s interfaces, an object for each'
    printf '%s\t%s\n' Get-DnsClientServerAddress 'Gets the name servers of the host\'s interfaces, an object for each family of addresses'
    printf '%s\t%s\n' Set-DnsClientServerAddress 'Sets the name servers of the host\'s interfaces'
    printf '%s\t%s\n' Get-NetNat 'Gets the networks whose machines reach the outside under the host\'s own address'
    printf '%s\t%s\n' New-NetNat 'Lets the machines of a network behind the host reach the outside under the host\'s own address'
    printf '%s\t%s\n' Remove-NetNat 'Translates the addresses of networks no more; their mappings go with them'
    printf '%s\t%s\n' Get-NetNatStaticMapping 'Gets the ports of the host behind which machines are'
    printf '%s\t%s\n' Add-NetNatStaticMapping 'Leads a port of the host to a machine of a network whose addresses are translated'
    printf '%s\t%s\n' Remove-NetNatStaticMapping 'Leads ports of the host to machines no more'
    printf '%s\t%s\n' Get-VMSwitch 'Gets virtual switches'
    printf '%s\t%s\n' Get-VMSwitchExtension 'Gets the extensions of virtual switches: none, as a bridge of Linux has none'
    printf '%s\t%s\n' New-VMSwitch 'Makes a virtual switch'
    printf '%s\t%s\n' Set-VMSwitch 'Changes a virtual switch'
    printf '%s\t%s\n' Rename-VMSwitch 'Gives a virtual switch another name'
    printf '%s\t%s\n' Remove-VMSwitch 'Removes a virtual switch'
    printf '%s\t%s\n' Get-VMSwitchTeam 'Gets the teams of virtual switches'
    printf '%s\t%s\n' Set-VMSwitchTeam 'Changes the team of a virtual switch'
    printf '%s\t%s\n' Add-VMSwitchTeamMember 'Adds network adapters of the host to the team of a virtual switch'
    printf '%s\t%s\n' Remove-VMSwitchTeamMember 'Takes network adapters of the host out of the team of a virtual switch'
    printf '%s\t%s\n' Get-NetLbfoTeam 'Gets the teams of the host: Linux bonds, whoever made them. The team of a switch is shown by Get-VMSwitchTeam'
    printf '%s\t%s\n' Get-NetLbfoTeamMember 'Gets the members of the teams of the host, and how the kernel finds them: `FailureReason` says why one carries nothing'
    printf '%s\t%s\n' Get-NetLbfoTeamNic 'Gets the interfaces of the teams of the host: each team\'s own one (the bond), and the VLAN interfaces on it'
    printf '%s\t%s\n' New-NetLbfoTeam 'Makes a team of the host from network adapters: a Linux bond, which has the team\'s name'
    printf '%s\t%s\n' Set-NetLbfoTeam 'Changes how a team of the host shares its work'
    printf '%s\t%s\n' Rename-NetLbfoTeam 'Gives a team of the host another name, and its interface with it. Interfaces for VLANs keep theirs'
    printf '%s\t%s\n' Remove-NetLbfoTeam 'Removes a team of the host with its interfaces for VLANs, and puts its members back as they were found'
    printf '%s\t%s\n' Add-NetLbfoTeamMember 'Puts network adapters into a team of the host'
    printf '%s\t%s\n' Set-NetLbfoTeamMember 'Says of members of a team of the host whether they carry traffic or wait in reserve'
    printf '%s\t%s\n' Remove-NetLbfoTeamMember 'Takes network adapters out of a team of the host, and puts them back as they were found. The last one cannot go'
    printf '%s\t%s\n' Add-NetLbfoTeamNic 'Adds an interface for a VLAN to a team of the host: a VLAN device on the bond'
    printf '%s\t%s\n' Set-NetLbfoTeamNic 'Changes the VLAN of an interface of a team of the host'
    printf '%s\t%s\n' Remove-NetLbfoTeamNic 'Removes interfaces for VLANs from a team of the host. The team\'s own interface goes with the team'
    printf '%s\t%s\n' Get-NetSwitchTeam 'Gets the teams of switches. Get-VMSwitchTeam shows more of them'
    printf '%s\t%s\n' Get-NetSwitchTeamMember 'Gets the members of the teams of switches'
    printf '%s\t%s\n' New-NetSwitchTeam 'Not supported: a team that waits for a switch'
    printf '%s\t%s\n' Rename-NetSwitchTeam 'Renames the team of a switch. Both have one name, so it is Rename-VMSwitch'
    printf '%s\t%s\n' Remove-NetSwitchTeam 'Not supported: taking the team away from under a switch'
    printf '%s\t%s\n' Add-NetSwitchTeamMember 'Adds a network adapter to the team of a switch, as Add-VMSwitchTeamMember does, which takes several'
    printf '%s\t%s\n' Remove-NetSwitchTeamMember 'Takes a network adapter out of the team of a switch, as Remove-VMSwitchTeamMember does. The last one cannot go'
    printf '%s\t%s\n' Disable-NetAdapterBinding 'Takes components off network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 1)'
    printf '%s\t%s\n' Disable-NetAdapterChecksumOffload 'Switches checksum offload of network adapters off (`ethtool -K NAME rx off tx off`)'
    printf '%s\t%s\n' Disable-NetAdapterEncapsulatedPacketTaskOffload 'Switches segmentation inside of VXLAN and NVGRE packets off'
    printf '%s\t%s\n' Disable-NetAdapterIPsecOffload 'Switches IPsec offload of network adapters off (`ethtool -K NAME esp-hw-offload off`)'
    printf '%s\t%s\n' Disable-NetAdapterLso 'Switches segmentation of TCP by network adapters off (`ethtool -K NAME tso off`)'
    printf '%s\t%s\n' Disable-NetAdapterPowerManagement 'Lets network adapters wake the machine no more (`ethtool -s NAME wol d`)'
    printf '%s\t%s\n' Disable-NetAdapterRdma 'Makes sure that network adapters have no RDMA device'
    printf '%s\t%s\n' Disable-NetAdapterRsc 'Switches coalescing of what network adapters receive off. IPv4 and IPv6 have one switch'
    printf '%s\t%s\n' Disable-NetAdapterRss 'Takes what network adapters receive to one queue, and so to one processor (`ethtool -L NAME combined 1`)'
    printf '%s\t%s\n' Disable-NetAdapterUso 'Switches segmentation of UDP by network adapters off. IPv4 and IPv6 have one switch'
    printf '%s\t%s\n' Disable-NetAdapterVmq 'Answers that there are no queues for virtual machines on Linux'
    printf '%s\t%s\n' Enable-NetAdapterBinding 'Binds components to network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 0)'
    printf '%s\t%s\n' Enable-NetAdapterChecksumOffload 'Switches checksum offload of network adapters on (`ethtool -K NAME rx on tx on`)'
    printf '%s\t%s\n' Enable-NetAdapterEncapsulatedPacketTaskOffload 'Switches segmentation inside of VXLAN and NVGRE packets on'
    printf '%s\t%s\n' Enable-NetAdapterIPsecOffload 'Switches IPsec offload of network adapters on (`ethtool -K NAME esp-hw-offload on`)'
    printf '%s\t%s\n' Enable-NetAdapterLso 'Switches segmentation of TCP by network adapters on (`ethtool -K NAME tso on`)'
    printf '%s\t%s\n' Enable-NetAdapterPowerManagement 'Lets network adapters wake the machine (`ethtool -s NAME wol g`)'
    printf '%s\t%s\n' Enable-NetAdapterRdma 'Makes sure that network adapters have an RDMA device'
    printf '%s\t%s\n' Enable-NetAdapterRsc 'Switches coalescing of what network adapters receive on. IPv4 and IPv6 have one switch'
    printf '%s\t%s\n' Enable-NetAdapterRss 'Spreads what network adapters receive over several processors: as many queues as there are processors, as far as the adapter has them'
    printf '%s\t%s\n' Enable-NetAdapterUso 'Switches segmentation of UDP by network adapters on. IPv4 and IPv6 have one switch'
    printf '%s\t%s\n' Enable-NetAdapterVmq 'Answers that there are no queues for virtual machines on Linux'
    printf '%s\t%s\n' Get-NetAdapterBinding 'Gets what is bound to network adapters: IPv4, IPv6, a switch or a team'
    printf '%s\t%s\n' Get-NetAdapterChecksumOffload 'Gets which checksums network adapters work out'
    printf '%s\t%s\n' Get-NetAdapterEncapsulatedPacketTaskOffload 'Gets whether network adapters segment inside of VXLAN and NVGRE packets'
    printf '%s\t%s\n' Get-NetAdapterIPsecOffload 'Gets whether network adapters work out IPsec (`esp-hw-offload` of `ethtool -k`)'
    printf '%s\t%s\n' Get-NetAdapterLso 'Gets how network adapters segment TCP (large send offload)'
    printf '%s\t%s\n' Get-NetAdapterPowerManagement 'Gets what wakes the machine by way of network adapters, and what saves power'
    printf '%s\t%s\n' Get-NetAdapterRdma 'Gets the RDMA devices of network adapters (`rdma link show`)'
    printf '%s\t%s\n' Get-NetAdapterRsc 'Gets how what network adapters receive is coalesced (receive segment coalescing)'
    printf '%s\t%s\n' Get-NetAdapterUso 'Gets how network adapters segment UDP (`tx-udp-segmentation` of `ethtool -k`). IPv4 and IPv6 have one switch'
    printf '%s\t%s\n' Get-NetAdapterVmq 'Gets queues for virtual machines: there are none on Linux'
    printf '%s\t%s\n' Get-NetAdapterVmqQueue 'Gets the queues for virtual machines of network adapters: there are none on Linux, and nothing is emitted'
    printf '%s\t%s\n' Set-NetAdapterBinding 'Binds components to network adapters, or takes them off'
    printf '%s\t%s\n' Set-NetAdapterChecksumOffload 'Changes which checksums network adapters work out'
    printf '%s\t%s\n' Set-NetAdapterEncapsulatedPacketTaskOffload 'Changes whether network adapters segment inside of VXLAN and NVGRE packets'
    printf '%s\t%s\n' Set-NetAdapterIPsecOffload 'Switches IPsec offload of network adapters on or off (`ethtool -K NAME esp-hw-offload on` or `off`)'
    printf '%s\t%s\n' Set-NetAdapterLso 'Changes how network adapters segment TCP (`ethtool -K NAME tso on` or `off`)'
    printf '%s\t%s\n' Set-NetAdapterPowerManagement 'Changes what wakes the machine by way of network adapters, and what saves power'
    printf '%s\t%s\n' Set-NetAdapterRdma 'Makes sure that network adapters have an RDMA device, or that they have none'
    printf '%s\t%s\n' Set-NetAdapterRsc 'Switches coalescing of what network adapters receive on or off. IPv4 and IPv6 have one switch: values that differ are refused'
    printf '%s\t%s\n' Set-NetAdapterRss 'Changes how many queues network adapters receive on (`ethtool -L`), and how what they receive is spread over them (`ethtool -X`)'
    printf '%s\t%s\n' Set-NetAdapterUso 'Switches segmentation of UDP by network adapters on or off. IPv4 and IPv6 have one switch: values that differ are refused'
    printf '%s\t%s\n' Set-NetAdapterVmq 'Answers that there are no queues for virtual machines on Linux'
    printf '%s\t%s\n' Disable-NetAdapterQos 'Frees network adapters from the host\'s rules of quality of service: what was changed for them is put back'
    printf '%s\t%s\n' Disable-NetQosFlowControl 'Lets frames of priorities be dropped on the wire where there is no room for them, which is the rule'
    printf '%s\t%s\n' Enable-NetAdapterQos 'Lets network adapters keep the host\'s rules of quality of service: traffic classes, lossless priorities, priorities of applications'
    printf '%s\t%s\n' Enable-NetQosFlowControl 'Makes priorities lossless on the wire (802.1Qbb, priority flow control): the adapter and the switch stop each other instead of dropping frames'
    printf '%s\t%s\n' Get-NetAdapterQos 'Gets data center bridging of network adapters: traffic classes, lossless priorities, and priorities of applications (`dcb`)'
    printf '%s\t%s\n' Get-NetQosDcbxSetting 'Gets whether the other end of the wire may say how the bandwidth is shared'
    printf '%s\t%s\n' Get-NetQosFlowControl 'Gets which priorities are lossless on the wire (802.1Qbb, priority flow control)'
    printf '%s\t%s\n' Get-NetQosPolicy 'Gets the policies of quality of service: which frames have which priority on the wire'
    printf '%s\t%s\n' Get-NetQosTrafficClass 'Gets the traffic classes of the host: priorities, and what they share'
    printf '%s\t%s\n' New-NetQosPolicy 'Makes a policy of quality of service: frames, and the priority that they have on the wire'
    printf '%s\t%s\n' New-NetQosTrafficClass 'Makes a traffic class: priorities, and the share of the bandwidth that they are sure to get'
    printf '%s\t%s\n' Remove-NetQosPolicy 'Removes policies of quality of service'
    printf '%s\t%s\n' Remove-NetQosTrafficClass 'Removes traffic classes; their priorities go to the default one'
    printf '%s\t%s\n' Set-NetAdapterQos 'Lets network adapters keep the host\'s rules of quality of service, or frees them from these'
    printf '%s\t%s\n' Set-NetQosDcbxSetting 'Lets the other end of the wire say how the bandwidth is shared (DCBX), or not'
    printf '%s\t%s\n' Set-NetQosFlowControl 'Makes priorities lossless on the wire, or lets their frames be dropped'
    printf '%s\t%s\n' Set-NetQosPolicy 'Changes policies of quality of service: their frames, or the priority of these'
    printf '%s\t%s\n' Set-NetQosTrafficClass 'Changes traffic classes. That of [Default] follows from the others, and cannot be set'
    printf '%s\t%s\n' Get-VM 'Gets virtual machines'
    printf '%s\t%s\n' New-VM 'Defines a virtual machine with one network adapter'
    printf '%s\t%s\n' Start-VM 'Starts virtual machines, and lets paused and saved ones go on'
    printf '%s\t%s\n' Stop-VM 'Stops virtual machines'
    printf '%s\t%s\n' Remove-VM 'Removes virtual machines that are off or saved. Disk images stay; which, is said'
    printf '%s\t%s\n' Rename-VM 'Gives a virtual machine another name. It must be off; its id, its disks and its settings stay'
    printf '%s\t%s\n' Restart-VM 'Restarts virtual machines at once, as their reset button would'
    printf '%s\t%s\n' Update-VMVersion 'Gives virtual machines the newest machine type of their family that the host\'s QEMU has'
    printf '%s\t%s\n' Suspend-VM 'Pauses virtual machines'
    printf '%s\t%s\n' Resume-VM 'Lets paused virtual machines go on'
    printf '%s\t%s\n' Save-VM 'Saves the memory of virtual machines and stops them'
    printf '%s\t%s\n' Set-VM 'Changes settings of virtual machines: processors, memory, name, notes, checkpoints, what happens when the host comes and goes'
    printf '%s\t%s\n' Remove-VMSavedState 'Throws away what Save-VM wrote. The machine is off then, and boots anew at the next start'
    printf '%s\t%s\n' Disable-VMConsoleSupport 'Takes the display from virtual machines, so that nobody can look at them. Their serial console stays (vmconnect)'
    printf '%s\t%s\n' Enable-VMConsoleSupport 'Gives virtual machines a display that can be looked at (VNC on 127.0.0.1, which vmconnect names), where they have none'
    printf '%s\t%s\n' Disable-VMTPM 'Takes the TPM of virtual machines away. They must be off. What it knows stays on the host until the machine is removed'
    printf '%s\t%s\n' Enable-VMTPM 'Gives virtual machines a TPM (version 2.0, by swtpm). They must be off'
    printf '%s\t%s\n' Get-VMBios 'Gets what virtual machines of generation 1 boot from'
    printf '%s\t%s\n' Get-VMComPort 'Gets the serial ports of virtual machines'
    printf '%s\t%s\n' Get-VMFirmware 'Gets the firmware of virtual machines of generation 2, and what they boot from'
    printf '%s\t%s\n' Get-VMKeyProtector 'Gets the key protectors of virtual machines: that of a machine that has none, as no machine here has one'
    printf '%s\t%s\n' Get-VMMemory 'Gets how much memory virtual machines have'
    printf '%s\t%s\n' Get-VMProcessor 'Gets the processors of virtual machines'
    printf '%s\t%s\n' Get-VMSecurity 'Gets what protects virtual machines: whether they have a TPM'
    printf '%s\t%s\n' Get-VMVideo 'Gets the displays of virtual machines, and where they can be looked at'
    printf '%s\t%s\n' Set-VMBios 'Changes what virtual machines of generation 1 boot from. They must be off'
    printf '%s\t%s\n' Set-VMComPort 'Changes what is behind a serial port of virtual machines. They must be off'
    printf '%s\t%s\n' Set-VMFirmware 'Changes the firmware of virtual machines of generation 2, and what they boot from. They must be off'
    printf '%s\t%s\n' Set-VMKeyProtector 'Accepts what scripts say before they give virtual machines a TPM. Nothing is changed by it'
    printf '%s\t%s\n' Set-VMMemory 'Changes how much memory virtual machines have'
    printf '%s\t%s\n' Set-VMProcessor 'Changes the processors of virtual machines'
    printf '%s\t%s\n' Set-VMSecurity 'Changes what protects virtual machines. What Hyper-V has here has no counterpart; Enable-VMTPM gives a machine a TPM'
    printf '%s\t%s\n' Set-VMVideo 'Changes the displays of virtual machines. They must be off'
    printf '%s\t%s\n' Get-VMIntegrationService 'Gets the services between guests and the host: the QEMU guest agent, by Hyper-V\'s names'
    printf '%s\t%s\n' Enable-VMIntegrationService 'Enables services between guests and the host. The machines may run meanwhile'
    printf '%s\t%s\n' Disable-VMIntegrationService 'Disables services between guests and the host. The machines may run meanwhile'
    printf '%s\t%s\n' vmconnect 'Opens the serial console of a running virtual machine in this terminal. Ctrl+] leaves it'
    printf '%s\t%s\n' Wait-VM 'Waits for the guests of virtual machines: for their heartbeat, an address, or a restart'
    printf '%s\t%s\n' Copy-VMFile 'Copies a file into the guests of virtual machines, by the agent in them: no network is needed'
    printf '%s\t%s\n' Measure-VM 'Tells what virtual machines have used since Enable-VMResourceMetering: processors, memory, disks, and the network with what went by virtual functions, which Hyper-V cannot count'
    printf '%s\t%s\n' Measure-VMNetworkAdapter 'Measures what the paths of running machines\' network adapters carry, side by side: emulated, paravirtual, and by a virtual function (Linux only)'
    printf '%s\t%s\n' Enable-VMResourceMetering 'Begins to count what virtual machines use; Measure-VM tells it. Where it is counted already, that goes on'
    printf '%s\t%s\n' Disable-VMResourceMetering 'Ends counting what virtual machines use'
    printf '%s\t%s\n' Reset-VMResourceMetering 'Counts what virtual machines use from now on'
    printf '%s\t%s\n' New-VMGroup 'Makes a group of virtual machines, or of groups. iovsh keeps it on the host; nothing else knows of it'
    printf '%s\t%s\n' Get-VMGroup 'Gets groups of virtual machines'
    printf '%s\t%s\n' Remove-VMGroup 'Removes groups of virtual machines. The machines stay'
    printf '%s\t%s\n' Rename-VMGroup 'Gives a group of virtual machines another name'
    printf '%s\t%s\n' Add-VMGroupMember 'Adds virtual machines to a group, or groups to a group of groups'
    printf '%s\t%s\n' Remove-VMGroupMember 'Takes virtual machines out of a group, or groups out of a group of groups. They stay'
    printf '%s\t%s\n' Add-VMMigrationNetwork 'Lets virtual machines come to a host over a network'
    printf '%s\t%s\n' Compare-VM 'Says whether a virtual machine can go to another host, and what is against it'
    printf '%s\t%s\n' Disable-VMMigration 'Forbids that virtual machines come to a host and leave it by migration'
    printf '%s\t%s\n' Enable-VMMigration 'Allows that virtual machines come to a host and leave it by migration'
    printf '%s\t%s\n' Get-VMMigrationNetwork 'Gets the networks over which virtual machines come to a host'
    printf '%s\t%s\n' Move-VM 'Moves a virtual machine to another host, while it runs'
    printf '%s\t%s\n' Move-VMStorage 'Moves the disks of a virtual machine to other folders of its host, while it runs: with its virtual functions, and without a pause that a guest would notice'
    printf '%s\t%s\n' Remove-VMMigrationNetwork 'Lets no virtual machines come to a host over a network any more'
    printf '%s\t%s\n' Set-VMMigrationNetwork 'Changes a network over which virtual machines come to a host'
    printf '%s\t%s\n' Export-VM 'Exports virtual machines: a folder each, with the definition, the settings and copies of the disks'
    printf '%s\t%s\n' Import-VM 'Makes a virtual machine of a folder that Export-VM made'
    printf '%s\t%s\n' Checkpoint-VM 'Makes checkpoints of virtual machines, to which Restore-VMSnapshot puts them back'
    printf '%s\t%s\n' Get-VMSnapshot 'Gets checkpoints of virtual machines, in the order in which they were made'
    printf '%s\t%s\n' Restore-VMSnapshot 'Puts a virtual machine back to a checkpoint: its disks, its settings, and its memory where the checkpoint holds that. What it is now is gone'
    printf '%s\t%s\n' Remove-VMSnapshot 'Removes checkpoints; the virtual machines stay as they are. Without -Name all of them'
    printf '%s\t%s\n' Rename-VMSnapshot 'Gives a checkpoint another name'
    printf '%s\t%s\n' Export-VMSnapshot 'Exports checkpoints of virtual machines: a folder each, as Export-VM makes it, with the machine as it was'
    printf '%s\t%s\n' Add-ClusterVirtualMachineRole 'Makes a virtual machine a role of the cluster: it is started elsewhere when its node fails, and moved when its node is drained'
    printf '%s\t%s\n' Get-Cluster 'Gets the cluster that a host belongs to'
    printf '%s\t%s\n' Get-ClusterGroup 'Gets the roles of a cluster: its virtual machines, and what else it runs'
    printf '%s\t%s\n' Get-ClusterLog 'Writes what the cluster wrote on its nodes into files, one for each node: `NODE_cluster.log`'
    printf '%s\t%s\n' Get-ClusterNetwork 'Gets the networks over which the nodes of a cluster see each other: Corosync\'s links'
    printf '%s\t%s\n' Get-ClusterNetworkInterface 'Gets the addresses that the nodes of a cluster have in its networks'
    printf '%s\t%s\n' Get-ClusterNode 'Gets the nodes of a cluster'
    printf '%s\t%s\n' Get-ClusterOwnerNode 'Says which nodes a role prefers, or on which nodes a resource may run'
    printf '%s\t%s\n' Get-ClusterResource 'Gets the resources of a cluster'
    printf '%s\t%s\n' Move-ClusterGroup 'Moves a role of a cluster to another node. A virtual machine goes with its memory, while it runs'
    printf '%s\t%s\n' Move-ClusterVirtualMachineRole 'Moves a virtual machine of a cluster to another node, while it runs'
    printf '%s\t%s\n' Remove-ClusterGroup 'Takes a virtual machine out of a cluster. The virtual machine stays, off, on the node where it was last'
    printf '%s\t%s\n' Resume-ClusterNode 'Lets a paused node run roles again'
    printf '%s\t%s\n' Set-ClusterOwnerNode 'Says which nodes a role prefers, or on which nodes a resource may run'
    printf '%s\t%s\n' Start-ClusterGroup 'Starts a role of a cluster, on the node that suits it best. What failed of it before is forgiven'
    printf '%s\t%s\n' Stop-ClusterGroup 'Stops a role of a cluster. A guest is asked to shut down, and turned off when it takes too long'
    printf '%s\t%s\n' Suspend-ClusterNode 'Pauses a node of a cluster, for maintenance'
    printf '%s\t%s\n' Test-Cluster 'Says what would keep a virtual machine from moving to, or starting on, another node of a cluster'
    printf '%s\t%s\n' Test-VMPlacement 'Says where the virtual machines of a fleet would run, and what becomes of them when hosts fail'
    printf '%s\t%s\n' Update-ClusterVirtualMachineConfiguration 'Tells the cluster what a virtual machine is now: after a change of its settings, or of how many VFs it wishes for'
    printf '%s\t%s\n' Add-VMHardDiskDrive 'Gives a disk image to virtual machines as a hard disk, while they run too'
    printf '%s\t%s\n' Get-VMHardDiskDrive 'Gets the hard disks of virtual machines and of checkpoints'
    printf '%s\t%s\n' Set-VMHardDiskDrive 'Changes hard disks of virtual machines: their limits, their images, their places'
    printf '%s\t%s\n' Remove-VMHardDiskDrive 'Takes hard disks from virtual machines, while they run too. The images stay'
    printf '%s\t%s\n' Add-VMDvdDrive 'Gives DVD drives to virtual machines, with a disc image in them or empty'
    printf '%s\t%s\n' Get-VMDvdDrive 'Gets the DVD drives of virtual machines and of checkpoints'
    printf '%s\t%s\n' Set-VMDvdDrive 'Puts a disc into a DVD drive, or takes it out (-Path $null), while the machine runs too; or moves the drive of one that is off'
    printf '%s\t%s\n' Remove-VMDvdDrive 'Takes DVD drives from virtual machines'
    printf '%s\t%s\n' Add-VMScsiController 'Gives virtual machines a further SCSI controller (virtio-scsi), while they run too. A machine has four at most, with 64 places each'
    printf '%s\t%s\n' Get-VMScsiController 'Gets the SCSI controllers of virtual machines, with their drives'
    printf '%s\t%s\n' Remove-VMScsiController 'Takes SCSI controllers without drives from virtual machines'
    printf '%s\t%s\n' Get-VMIdeController 'Gets the IDE controllers of virtual machines, with their drives: two in a machine of generation 1, and in others those that have drives'
    printf '%s\t%s\n' New-VHD 'Makes disk images. Nothing that is there is written over'
    printf '%s\t%s\n' Get-VHD 'Gets what disk images say of themselves: format, size, what they take, what they build on. Their headers are read; no program is run for it'
    printf '%s\t%s\n' Set-VHD 'Says anew what a differencing disk image builds on. What is in it stays as it is'
    printf '%s\t%s\n' Resize-VHD 'Changes the size of the disk in an image, also of one that a running virtual machine has: the guest sees it at once. Partitions and file systems in it grow by the guest\'s own means'
    printf '%s\t%s\n' Convert-VHD 'Makes a copy of a disk image in another format, with all that it builds on. The end of the new name says the format: .qcow2, .raw or .img, .vhdx, .vhd. This runs qemu-img'
    printf '%s\t%s\n' Optimize-VHD 'Gives back to the host\'s file system what a dynamic disk image takes and its disk does not use: blocks that are zero. A copy without them takes the place of the image; nobody may have it meanwhile. This runs qemu-img'
    printf '%s\t%s\n' Merge-VHD 'Writes what a differencing disk image has over the one that it builds on, and removes it. Nobody may have any of them meanwhile. This cannot be undone; it runs qemu-img'
    printf '%s\t%s\n' Mount-VHD 'Shows the disk in an image as a block device of the host: /dev/nbd0, its partitions as /dev/nbd0p1. This runs qemu-nbd, and needs the kernel\'s driver: modprobe nbd max_part=16'
    printf '%s\t%s\n' Dismount-VHD 'Takes away the block devices that show disk images. File systems on them have to be unmounted first'
    printf '%s\t%s\n' Test-VHD 'Tests whether disk images can be used: each is there, its header can be read, and so can all that it builds on. What is in the disk is not looked at: qemu-img check does that'
    printf '%s\t%s\n' Get-Disk 'Gets the disks of the host'
    printf '%s\t%s\n' Get-Partition 'Gets the partitions of the host\'s disks'
    printf '%s\t%s\n' Get-PhysicalDisk 'Gets the drives of the host as devices'
    printf '%s\t%s\n' Get-Volume 'Gets the file systems on the host\'s disks'
    printf '%s\t%s\n' Get-VMNetworkAdapter 'Gets the virtual network adapters of virtual machines, or of the host'
    printf '%s\t%s\n' Get-VMNetworkAdapterVlan 'Gets the VLAN settings of virtual network adapters'
    printf '%s\t%s\n' Set-VMNetworkAdapter 'Changes the settings of virtual network adapters'
    printf '%s\t%s\n' Set-VMNetworkAdapterVlan 'Sets the VLANs of virtual network adapters'
    printf '%s\t%s\n' Add-VMNetworkAdapter 'Adds a virtual network adapter to virtual machines'
    printf '%s\t%s\n' Remove-VMNetworkAdapter 'Removes virtual network adapters: without -Name all that the virtual machine has'
    printf '%s\t%s\n' Rename-VMNetworkAdapter 'Gives virtual network adapters another name'
    printf '%s\t%s\n' Connect-VMNetworkAdapter 'Connects virtual network adapters to a switch'
    printf '%s\t%s\n' Disconnect-VMNetworkAdapter 'Disconnects virtual network adapters from their switch'
    printf '%s\t%s\n' Get-VMNetworkAdapterAcl 'Gets the port ACLs of virtual network adapters'
    printf '%s\t%s\n' Add-VMNetworkAdapterAcl 'Adds port ACLs to virtual network adapters'
    printf '%s\t%s\n' Remove-VMNetworkAdapterAcl 'Removes port ACLs from virtual network adapters'
    printf '%s\t%s\n' Get-VMNetworkAdapterExtendedAcl 'Gets the extended port ACLs of virtual network adapters'
    printf '%s\t%s\n' Add-VMNetworkAdapterExtendedAcl 'Adds an extended port ACL to virtual network adapters'
    printf '%s\t%s\n' Remove-VMNetworkAdapterExtendedAcl 'Removes extended port ACLs from virtual network adapters'
    printf '%s\t%s\n' Get-VMNetworkAdapterIsolation 'Gets the isolation of virtual network adapters: a VLAN, or none'
    printf '%s\t%s\n' Set-VMNetworkAdapterIsolation 'Isolates virtual network adapters by a VLAN'
    printf '%s\t%s\n' Get-VMNetworkAdapterTeamMapping 'Gets the member of a team that a virtual network adapter is kept to; nothing for one that is kept to none'
    printf '%s\t%s\n' Set-VMNetworkAdapterTeamMapping 'Keeps a virtual network adapter to one member of the team under its switch'
    printf '%s\t%s\n' Remove-VMNetworkAdapterTeamMapping 'Keeps a virtual network adapter to no member of a team any more'
    printf '%s\t%s\n' Show-VMNetworkTopology 'Draws what hangs on what: network adapters, teams, switches, virtual functions and paravirtual ports, virtual machines'
    printf '%s\t%s\n' Add-VMNetworkAdapterRoutingDomainMapping 'Not supported: routing domains of network virtualization'
    printf '%s\t%s\n' Set-VMNetworkAdapterRoutingDomainMapping 'Not supported: routing domains of network virtualization'
    printf '%s\t%s\n' Remove-VMNetworkAdapterRoutingDomainMapping 'Not supported: routing domains of network virtualization'
    printf '%s\t%s\n' Get-VMNetworkAdapterRoutingDomainMapping 'Not supported: routing domains of network virtualization'
    printf '%s\t%s\n' Get-VMNetworkAdapterRdma 'Not supported: RDMA of an adapter'
    printf '%s\t%s\n' Set-VMNetworkAdapterRdma 'Not supported: RDMA of an adapter'
    printf '%s\t%s\n' Get-VMNetworkAdapterFailoverConfiguration 'Not supported: the IP settings of a machine on its replica'
    printf '%s\t%s\n' Set-VMNetworkAdapterFailoverConfiguration 'Not supported: the IP settings of a machine on its replica'
    printf '%s\t%s\n' Test-VMNetworkAdapter 'Not supported: test packets on behalf of a virtual machine'
    printf '%s\t%s\n' Get-VMHostAssignableDevice 'Gets the PCI devices that were taken from the host, so that virtual machines can have them'
    printf '%s\t%s\n' Dismount-VMHostAssignableDevice 'Takes a PCI device from the host, so that a virtual machine can have it'
    printf '%s\t%s\n' Mount-VMHostAssignableDevice 'Gives a PCI device back to the host, with the driver that it had'
    printf '%s\t%s\n' Get-VMAssignableDevice 'Gets the PCI devices that virtual machines have as a whole. Virtual functions are not among them: see Get-VMNetworkAdapter'
    printf '%s\t%s\n' Add-VMAssignableDevice 'Gives a PCI device that was taken from the host to a virtual machine that is off'
    printf '%s\t%s\n' Remove-VMAssignableDevice 'Takes PCI devices from a virtual machine that is off: one, or all when none is named'
    printf '%s\t%s\n' Add-Content 'Writes content behind what a file holds'
    printf '%s\t%s\n' Clear-Content 'Empties a file and keeps it'
    printf '%s\t%s\n' Clear-DnsClientCache 'Has this computer forget the addresses of names that it has looked up'
    printf '%s\t%s\n' Clear-Item 'Takes the value of an item away and keeps the item'
    printf '%s\t%s\n' Convert-Path 'Turns a path into one that programs outside understand'
    printf '%s\t%s\n' Copy-Item 'Copies files and directories'
    printf '%s\t%s\n' Get-ChildItem 'Gets the items below a directory or drive'
    printf '%s\t%s\n' Get-Clipboard 'Gets the text of the clipboard, line by line'
    printf '%s\t%s\n' Get-CimAssociatedInstance 'Gets what belongs to an instance of a management class: the settings and adapters of a virtual machine, for example'
    printf '%s\t%s\n' Get-CimClass 'Lists the management classes that this host answers for, with their properties and methods'
    printf '%s\t%s\n' Get-CimInstance 'Gets what is known of this host under the names of Windows\'s management classes: the operating system, the computer, its firmware, memory, processors, disks, processes, services and network adapters; in the namespace `root/virtualization/v2` its virtual machines'
    printf '%s\t%s\n' Get-ComputerInfo 'Gets what is known of the host: its make, processors, memory and operating system'
    printf '%s\t%s\n' Get-Content 'Gets the content of an item: the lines of a file, the text of a function, the value of a variable'
    printf '%s\t%s\n' Get-HotFix 'Lists Windows\'s updates. A Linux host has none, so nothing is listed; one that is asked for by its id is not found'
    printf '%s\t%s\n' Get-Item 'Gets the item at a path: a file, a directory, a variable'
    printf '%s\t%s\n' Get-ItemProperty 'Gets the properties of items'
    printf '%s\t%s\n' Get-ItemPropertyValue 'Gets the values of properties of items'
    printf '%s\t%s\n' Get-Location 'Tells where the session is'
    printf '%s\t%s\n' Get-Process 'Gets the processes of the host'
    printf '%s\t%s\n' Get-PSDrive 'Lists the drives of the session'
    printf '%s\t%s\n' Get-PSProvider 'Lists what can be walked through like files: files, environment variables, variables, functions, aliases'
    printf '%s\t%s\n' Get-Service 'Gets the services of the host, which are systemd\'s'
    printf '%s\t%s\n' Get-TimeZone 'Says in which time zone this computer is, or what is known of others'
    printf '%s\t%s\n' Get-Uptime 'Says for how long this machine has been running'
    printf '%s\t%s\n' Get-WmiObject 'Gets what is known of this host under the names of Windows\'s management classes: the operating system, the computer, its firmware, memory, processors, disks, processes, services and network adapters; in the namespace `root/virtualization/v2` its virtual machines'
    printf '%s\t%s\n' Invoke-CimMethod 'Calls a method of a management class: it starts and ends processes and services, changes the state of virtual machines, restarts the host'
    printf '%s\t%s\n' Invoke-Item 'Opens files and folders with the program that the desktop has for them (`xdg-open`)'
    printf '%s\t%s\n' Invoke-WmiMethod 'Calls a method of a management class, in the manner of Windows PowerShell'
    printf '%s\t%s\n' Join-Path 'Puts the parts of a path together'
    printf '%s\t%s\n' mkdir 'Makes directories, with those above, and hands them on'
    printf '%s\t%s\n' Move-Item 'Moves files and directories'
    printf '%s\t%s\n' New-CimInstance 'Makes an instance of a management class in memory, as an argument or as the name of one that is there'
    printf '%s\t%s\n' New-Item 'Makes a file, a directory, a link, a variable'
    printf '%s\t%s\n' New-ItemProperty 'Would add a property to an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there is instead'
    printf '%s\t%s\n' New-PSDrive 'Makes a drive that begins at a directory'
    printf '%s\t%s\n' Pop-Location 'Goes back to the location on top of a stack'
    printf '%s\t%s\n' Push-Location 'Puts the current location on a stack, and goes to another'
    printf '%s\t%s\n' Register-CimIndicationEvent 'Would have a script told when a management class changes. Classes tell nothing on this host; the error says how to wait instead'
    printf '%s\t%s\n' Remove-CimInstance 'Removes an instance of a management class: a process ends. What other classes stand for is removed by the cmdlets that the error names'
    printf '%s\t%s\n' Remove-Item 'Removes files, directories, variables'
    printf '%s\t%s\n' Remove-ItemProperty 'Would take a property from an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there is instead'
    printf '%s\t%s\n' Remove-PSDrive 'Takes a drive away; what is on it stays'
    printf '%s\t%s\n' Rename-Item 'Gives a file, directory or variable another name'
    printf '%s\t%s\n' Rename-ItemProperty 'Would rename a property of an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there is instead'
    printf '%s\t%s\n' Resolve-Path 'Replaces the wildcards of a path by what is there, and makes it whole'
    printf '%s\t%s\n' Restart-Computer 'Restarts a host: not from here, where the virtual machines on it would go down unasked'
    printf '%s\t%s\n' Restart-Service 'Restarts services'
    printf '%s\t%s\n' Set-CimInstance 'Changes the properties of an instance of a management class. No class of this host can be written to: the error names the cmdlet that changes what the instance stands for'
    printf '%s\t%s\n' Set-Content 'Writes content in the place of what a file held before'
    printf '%s\t%s\n' Set-Clipboard 'Puts text into the clipboard'
    printf '%s\t%s\n' Set-Item 'Gives an item a value: a variable, an environment variable, a function, an alias'
    printf '%s\t%s\n' Set-ItemProperty 'Changes a property of files: `IsReadOnly`, `LastWriteTime`, `LastAccessTime`'
    printf '%s\t%s\n' Set-Location 'Goes to a directory or drive'
    printf '%s\t%s\n' Set-Service 'Says when a service is started, and starts or stops it'
    printf '%s\t%s\n' Split-Path 'Gets a part of a path: the directory, the name, the ending'
    printf '%s\t%s\n' Start-Process 'Starts a program beside the session'
    printf '%s\t%s\n' Start-Service 'Starts services'
    printf '%s\t%s\n' Stop-Computer 'Stops a host: not from here, where the virtual machines on it would go down unasked'
    printf '%s\t%s\n' Stop-Process 'Ends processes at once'
    printf '%s\t%s\n' Stop-Service 'Stops services'
    printf '%s\t%s\n' Test-Connection 'Tells whether hosts answer: by `ping`, or by a connection to a TCP port'
    printf '%s\t%s\n' Resolve-DnsName 'Gets the addresses of a name, as every program of this machine finds them'
    printf '%s\t%s\n' Test-NetConnection 'Tells whether a host answers: to a ping, or at a TCP port'
    printf '%s\t%s\n' Test-Path 'Tells whether a path leads to something'
    printf '%s\t%s\n' Wait-Process 'Waits until processes have ended'
    printf '%s\t%s\n' Clear-History 'Forgets lines that were run at the prompt of this session: `Get-History` and `Invoke-History` know them no more. The history file, which Up and Ctrl+R read, stays as it is'
    printf '%s\t%s\n' Clear-Host 'Empties the screen'
    printf '%s\t%s\n' Export-ModuleMember 'Says what a module gives to those who import it. To be called inside a module'
    printf '%s\t%s\n' ForEach-Object 'Runs script blocks for each object, or reads a property or calls a method of it'
    printf '%s\t%s\n' Get-Command 'Finds commands: aliases, functions, cmdlets, scripts and programs'
    printf '%s\t%s\n' Get-Error 'Shows all that is known of an error: its id, the words of the kernel, what to do next, where it happened'
    printf '%s\t%s\n' Get-Help 'Shows what a command does and how it is called'
    printf '%s\t%s\n' Get-History 'Lists the lines that were run at the prompt of this session: with number, state, begin and end. A line is listed when it has run. The lines of other sessions are found with Ctrl+R'
    printf '%s\t%s\n' Get-Job 'Lists the background jobs of this session'
    printf '%s\t%s\n' Get-InstalledModule 'Lists the modules of the folders of `$env:PSModulePath`. No gallery of modules is known, so that none came from one'
    printf '%s\t%s\n' Get-Module 'Lists the modules: those of iovsh, and those that were imported'
    printf '%s\t%s\n' Get-PSCallStack 'Lists the functions and scripts that are running, the innermost first'
    printf '%s\t%s\n' Import-Module 'Brings in the functions of a module file. The modules of iovsh itself are always there'
    printf '%s\t%s\n' Install-Module 'Makes sure that a module is there. No gallery of modules is known: a module that is not in a folder of `$env:PSModulePath` has to be put there, and the error says so'
    printf '%s\t%s\n' Install-PackageProvider 'Would install what fetches packages for Install-Module. There is nothing to be fetched from; a warning says so and the script goes on'
    printf '%s\t%s\n' Invoke-History 'Runs a line again that was typed in this session'
    printf '%s\t%s\n' New-Module 'Makes a module of a script block'
    printf '%s\t%s\n' New-ModuleManifest 'Writes the manifest of a module: a file (.psd1) that says which script it is, its version and what it gives'
    printf '%s\t%s\n' Out-Default 'Shows objects as the end of a pipeline does: with the view of their type'
    printf '%s\t%s\n' Out-Host 'Shows objects on the screen, past redirection'
    printf '%s\t%s\n' Out-Null 'Throws objects away'
    printf '%s\t%s\n' Receive-Job 'Gives what background jobs have written: objects, errors and the other streams, in the order in which they were written'
    printf '%s\t%s\n' Register-ArgumentCompleter 'Would have a script complete the arguments of a command. Tab asks no scripts here, so that nothing happens; at the prompt a warning says so'
    printf '%s\t%s\n' Remove-Job 'Forgets background jobs that have ended, with all that they have written'
    printf '%s\t%s\n' Remove-Module 'Takes imported modules away'
    printf '%s\t%s\n' Set-PSDebug 'Makes variables that are not set errors in the whole session: `-Strict`'
    printf '%s\t%s\n' Set-StrictMode 'Makes mistakes in scripts errors: variables that are not set (1), properties that are not there (2), indexes outside of an array (3)'
    printf '%s\t%s\n' Start-Job 'Runs script in the background, in a session of its own'
    printf '%s\t%s\n' Start-ThreadJob 'Runs script in the background, in a session of its own on another thread. Jobs of Start-Job do the same here'
    printf '%s\t%s\n' Stop-Job 'Stops background jobs, as Ctrl+C would. What they have written stays'
    printf '%s\t%s\n' Test-ModuleManifest 'Says whether the manifest of a module (.psd1) is right and whether the files that it names are there, and gives the module'
    printf '%s\t%s\n' Test-ScriptCompatibility 'Says what of a script file is not here, before it runs. There is no such cmdlet in PowerShell'
    printf '%s\t%s\n' Update-ModuleManifest 'Changes entries of the manifest of a module; all others stay. Its comments are written anew'
    printf '%s\t%s\n' Wait-Job 'Waits until background jobs have ended, and hands them on'
    printf '%s\t%s\n' Where-Object 'Lets the objects through for which a condition holds'
    printf '%s\t%s\n' Start-Tour 'Shows SR-IOV from the first look to the last, on a simulated host, in ten minutes'
    printf '%s\t%s\n' Get-IovshOption 'Gets iovsh\'s own options, and where each is from'
    printf '%s\t%s\n' Set-IovshOption 'Sets one of iovsh\'s own options in the configuration file, or takes it out'
    printf '%s\t%s\n' Get-PSReadLineKeyHandler 'Gets the keys of the prompt and what each does'
    printf '%s\t%s\n' Get-PSReadLineOption 'Gets how lines are edited at the prompt'
    printf '%s\t%s\n' Remove-PSReadLineKeyHandler 'Takes from a key of the prompt what it does'
    printf '%s\t%s\n' Set-PSReadLineKeyHandler 'Says what a key of the prompt does'
    printf '%s\t%s\n' Set-PSReadLineOption 'Says how lines are edited at the prompt: the keys, the colours, what is remembered'
    printf '%s\t%s\n' Connect-PSSession 'Takes sessions up again that Disconnect-PSSession left alone'
    printf '%s\t%s\n' Disconnect-PSSession 'Leaves sessions with other hosts alone: they stay open, and no script runs in them until Connect-PSSession'
    printf '%s\t%s\n' Enter-PSSession 'Makes the prompt that of another host: lines that are typed run there, until exit or Exit-PSSession'
    printf '%s\t%s\n' Exit-PSSession 'Ends what Enter-PSSession began: lines run here again'
    printf '%s\t%s\n' Get-CimSession 'Lists the sessions that New-CimSession made'
    printf '%s\t%s\n' Get-PSSession 'Lists the sessions that New-PSSession opened'
    printf '%s\t%s\n' Invoke-Command 'Runs a script block, here or at other hosts'
    printf '%s\t%s\n' New-CimSession 'Connects with other hosts, for -CimSession of other cmdlets'
    printf '%s\t%s\n' New-PSSession 'Opens sessions with other hosts, in which Invoke-Command runs scripts'
    printf '%s\t%s\n' Remove-CimSession 'Forgets sessions that New-CimSession made'
    printf '%s\t%s\n' Remove-PSSession 'Closes sessions with other hosts'
    printf '%s\t%s\n' Add-Member 'Adds properties and methods to an object'
    printf '%s\t%s\n' Add-Type 'Makes the types of an assembly known. Those that are there are there without it; code of .NET is not compiled'
    printf '%s\t%s\n' Clear-Variable 'Sets variables to $null'
    printf '%s\t%s\n' Compare-Object 'Compares two sets of objects: what is only in the one (<=), only in the other (=>), or in both (==)'
    printf '%s\t%s\n' ConvertFrom-Json 'Makes objects of JSON'
    printf '%s\t%s\n' ConvertTo-Json 'Writes objects as JSON'
    printf '%s\t%s\n' Format-Custom 'Shows objects as nested braces'
    printf '%s\t%s\n' Format-Hex 'Shows files, text and numbers byte by byte'
    printf '%s\t%s\n' Format-List 'Shows objects as lists of their properties'
    printf '%s\t%s\n' Format-Table 'Shows objects as a table'
    printf '%s\t%s\n' Format-Wide 'Shows one property of each object, in columns'
    printf '%s\t%s\n' Get-Alias 'Lists aliases: other names of commands'
    printf '%s\t%s\n' Get-Member 'Lists the properties and methods of objects, once for each type'
    printf '%s\t%s\n' Get-TypeData 'Lists what this session added to types with Update-TypeData'
    printf '%s\t%s\n' Get-Unique 'Drops objects that are equal to the one before them: for sorted lists'
    printf '%s\t%s\n' Get-Variable 'Lists variables, or gives their values'
    printf '%s\t%s\n' Get-Verb 'Lists the verbs that names of commands begin with'
    printf '%s\t%s\n' Group-Object 'Puts objects with the same values into groups'
    printf '%s\t%s\n' Invoke-Expression 'Runs text as a script, in the current scope'
    printf '%s\t%s\n' Measure-Object 'Counts objects, and adds up, averages and compares their values'
    printf '%s\t%s\n' New-Alias 'Makes an alias: another name of a command'
    printf '%s\t%s\n' New-Object 'Makes an object of a type, and sets its properties'
    printf '%s\t%s\n' New-Variable 'Makes a new variable'
    printf '%s\t%s\n' Out-File 'Writes what objects look like on the screen to a file'
    printf '%s\t%s\n' Out-String 'Gives what objects look like on the screen as text'
    printf '%s\t%s\n' Read-Host 'Asks the user for a line of text'
    printf '%s\t%s\n' Remove-Alias 'Takes aliases away'
    printf '%s\t%s\n' Remove-TypeData 'Takes away what this session added to a type with Update-TypeData'
    printf '%s\t%s\n' Remove-Variable 'Takes variables away'
    printf '%s\t%s\n' Select-Object 'Takes some of the objects, or some of their properties'
    printf '%s\t%s\n' Set-Alias 'Sets an alias: another name of a command'
    printf '%s\t%s\n' Set-Variable 'Sets variables, and makes them when they are not there'
    printf '%s\t%s\n' Sort-Object 'Sorts objects, by their properties or by themselves'
    printf '%s\t%s\n' Tee-Object 'Hands objects on, and keeps them in a variable or shows them in a file'
    printf '%s\t%s\n' Test-Json 'Says whether a text is JSON, and whether it is as a schema wants it'
    printf '%s\t%s\n' Update-FormatData 'Reads the views of objects anew. There are no files of views here, so that there is nothing to be read'
    printf '%s\t%s\n' Update-TypeData 'Gives all objects of a type properties and methods, or says which properties they show'
    printf '%s\t%s\n' Write-Debug 'Writes a line that is shown with -Debug, or when $DebugPreference says so'
    printf '%s\t%s\n' Write-Error 'Writes an error without ending the script'
    printf '%s\t%s\n' Write-Host 'Shows text on the screen. It is also written to the information stream'
    printf '%s\t%s\n' Write-Information 'Writes to the information stream. It is shown when $InformationPreference or -InformationAction says so'
    printf '%s\t%s\n' Write-Output 'Hands objects to the next command, one by one'
    printf '%s\t%s\n' Write-Progress 'Shows how far a long job is'
    printf '%s\t%s\n' Write-Verbose 'Writes a line that is shown with -Verbose, or when $VerbosePreference says so'
    printf '%s\t%s\n' Write-Warning 'Writes a warning'
    printf '%s\t%s\n' ConvertFrom-Csv 'Makes objects of rows of delimited text'
    printf '%s\t%s\n' ConvertFrom-SecureString 'Writes a secure string as text that ConvertTo-SecureString reads. As in PowerShell on Linux it is encoded, not encrypted: keep it as safe as the secret itself'
    printf '%s\t%s\n' ConvertFrom-StringData 'Makes a hashtable of lines of the form `key = value`'
    printf '%s\t%s\n' ConvertTo-Csv 'Writes objects as rows of delimited text'
    printf '%s\t%s\n' ConvertTo-Html 'Writes objects as an HTML page with a table or a list'
    printf '%s\t%s\n' ConvertTo-SecureString 'Makes a secure string: a text that is not shown by mistake'
    printf '%s\t%s\n' ConvertTo-Xml 'Writes objects as XML that other programs can read'
    printf '%s\t%s\n' Export-Clixml 'Keeps objects in a file, to be read back with Import-Clixml'
    printf '%s\t%s\n' Export-Csv 'Writes objects as rows of delimited text into a file'
    printf '%s\t%s\n' Get-Acl 'Gets who may do what with files: owner, group and mode'
    printf '%s\t%s\n' Get-Credential 'Asks for a user\'s name and password'
    printf '%s\t%s\n' Get-Culture 'Gets the culture that numbers and dates are written in: always en-US, so that scripts mean the same on every host'
    printf '%s\t%s\n' Get-Date 'Gets the date and time: now, or the one that is given'
    printf '%s\t%s\n' Get-ExecutionPolicy 'Says which scripts may run: all, as always on Linux'
    printf '%s\t%s\n' Get-FileHash 'Gets the digest of files, to compare them with what they should be'
    printf '%s\t%s\n' Get-Host 'Gets the object that stands for the program around the session: its name and version'
    printf '%s\t%s\n' Get-Random 'Gets a random number, or some of the objects that it is given'
    printf '%s\t%s\n' Get-UICulture 'Gets the language of messages: always en-US'
    printf '%s\t%s\n' Import-Clixml 'Reads objects that Export-Clixml has kept'
    printf '%s\t%s\n' Import-Csv 'Makes objects of the rows of a file of delimited text'
    printf '%s\t%s\n' Import-LocalizedData 'Reads the texts of a script in the user\'s language from a file of data (.psd1) beside it: `en-US/NAME.psd1`'
    printf '%s\t%s\n' Import-PowerShellDataFile 'Reads a hashtable of constants from a file (.psd1), without running anything in it'
    printf '%s\t%s\n' Invoke-WebRequest 'Fetches a page: not from here, which has no HTTP client'
    printf '%s\t%s\n' Join-String 'Joins objects to one text'
    printf '%s\t%s\n' Measure-Command 'Measures how long a script block runs. What it writes is thrown away'
    printf '%s\t%s\n' New-Guid 'Makes a new random GUID'
    printf '%s\t%s\n' New-TemporaryFile 'Makes an empty file with a name of its own in the directory for temporary files'
    printf '%s\t%s\n' New-TimeSpan 'Makes a span of time: of its parts, or from one date to another'
    printf '%s\t%s\n' Select-String 'Finds text in files and in what comes down the pipeline'
    printf '%s\t%s\n' Select-Xml 'Finds what an XPath expression selects in XML texts and files'
    printf '%s\t%s\n' Set-Acl 'Gives files the owner, the group and the mode that an object of `Get-Acl` has'
    printf '%s\t%s\n' Set-Date 'Sets the clock of the host: not from here, where it would be taken back by its time service'
    printf '%s\t%s\n' Set-ExecutionPolicy 'Says which scripts may run. On Linux every script may, so a policy that lets fewer run changes nothing, and a warning says so'
    printf '%s\t%s\n' Start-Sleep 'Waits'
    printf '%s\t%s\n' Start-Transcript 'Keeps a record of the session: what is shown is written to a file as well'
    printf '%s\t%s\n' Stop-Transcript 'Ends the record of the session'
    printf '%s\t%s\n' Unblock-File 'Takes Windows\'s mark "from the internet" from files. Files of Linux carry none, so only whether they are there is checked'
    printf '%s\t%s\n' Compress-Archive 'Packs files and folders into a zip archive'
    printf '%s\t%s\n' Expand-Archive 'Unpacks zip archives into a folder'
end

function __iovsh_parameters
    switch $argv[1]
        case get-event
            printf '%s\n' \
                '-SourceIdentifier	The names. Wildcards are allowed' \
                '-EventIdentifier	The number' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-eventsubscriber
            printf '%s\n' \
                '-SourceIdentifier	The names. Wildcards are allowed' \
                '-SubscriptionId	The number' \
                '-Force	Also those that are left out of lists' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-event
            printf '%s\n' \
                '-SourceIdentifier	The name' \
                '-Sender	Who tells' \
                '-EventArguments	What it is told with' \
                '-MessageData	What it carries' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case register-engineevent
            printf '%s\n' \
                '-SourceIdentifier	The name of the events' \
                '-Action	What runs then. It has $Event, $EventSubscriber, $Sender, $EventArgs, and what it writes is its job\'s' \
                '-MessageData	What the events carry' \
                '-SupportEvent	Leaves the subscription out of lists' \
                '-Forward	Tells another session: events of a session stay in it. Accepted, without effect on this host: events of a session stay in it' \
                '-MaxTriggerCount	How often it is told; 0 is always' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case register-objectevent
            printf '%s\n' \
                '-InputObject	The object: a timer, a watcher of files, a process, a job' \
                '-EventName	Which event of it: Elapsed, Changed, Created, Deleted, Renamed, Exited, StateChanged' \
                '-SourceIdentifier	The name of the subscription; one is made without it' \
                '-Action	What runs then. It has $Event, $EventSubscriber, $Sender, $EventArgs, and what it writes is its job\'s' \
                '-MessageData	What the events carry' \
                '-SupportEvent	Leaves the subscription out of lists' \
                '-Forward	Tells another session: events of a session stay in it. Accepted, without effect on this host: events of a session stay in it' \
                '-MaxTriggerCount	How often it is told; 0 is always' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-event
            printf '%s\n' \
                '-SourceIdentifier	The names. Wildcards are allowed' \
                '-EventIdentifier	The number' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case unregister-event
            printf '%s\n' \
                '-SourceIdentifier	The names. Wildcards are allowed' \
                '-SubscriptionId	The number' \
                '-Force	Also those that are left out of lists' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case wait-event
            printf '%s\n' \
                '-SourceIdentifier	The name. Wildcards are allowed; without it any event is meant' \
                '-Timeout	How many seconds at the most; -1 is without end' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-winevent
            printf '%s\n' \
                '-LogName	The logs. Wildcards are allowed' \
                '-ListLog	Which logs there are. Wildcards are allowed' \
                '-ListProvider	Which providers there are. Wildcards are allowed' \
                '-ProviderName	Who reports. Wildcards are allowed' \
                '-FilterHashtable	What the events must be: LogName, ProviderName, ID, Level, Keywords, UserID, Data, StartTime, EndTime, SuppressHashFilter, and the additions VMName, VMId, AdapterName, VirtualFunction, NetAdapterName, SwitchName, Reason' \
                '-FilterXPath	What the events must be, as event logs take it: `*[System[EventID=12614]]`, `*[EventData[Data[@Name=\'VMName\']=\'web1\']]`' \
                '-FilterXml	A list of queries, as the viewer of event logs writes it: `<QueryList><Query><Select Path="LOG">XPATH</Select></Query></QueryList>`, with `<Suppress>` for what is left out' \
                '-MaxEvents	How many at the most; with -Wait so many of those that are there already' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Force	Accepted; every log is shown' \
                '-Oldest	Oldest first' \
                '-Wait	Linux only: go on with events as they come, oldest first, until Ctrl+C' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-counter
            printf '%s\n' \
                '-Counter	The counters: `\\SET(INSTANCE)\\COUNTER`. Wildcards are allowed in instance and counter' \
                '-ListSet	Which kinds of counters there are. Wildcards are allowed' \
                '-SampleInterval	Seconds between two looks' \
                '-MaxSamples	How many samples are taken' \
                '-Continuous	Goes on until Ctrl+C' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmhostiovoverride
            printf '%s\n' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmhostiovoverride
            printf '%s\n' \
                '-Force	Goes on without a question' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-vmhoststate
            printf '%s\n' \
                '-Path	The file; one that is there is replaced only with -Force' \
                '-Anonymous	Replaces names and addresses' \
                '-Force	Replaces a file that is there' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmhostsupportedversion
            printf '%s\n' \
                '-Default	Only the one that New-VM gives a machine' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmhost
            printf '%s\n' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case repair-iovshstate
            printf '%s\n' \
                '-Source	What is used: Backup (the last good copy; used when nothing is said), File (the file as it stands, after it was edited by hand) or Empty (nothing is asked for: what is on the host stays as it is and is no longer followed)' \
                '-Force	Without a question' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case reset-simulatedhost
            printf '%s\n' \
                '-ComputerName	Hosts of the fleet, each by itself. Without names it is the whole fleet' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmhost
            printf '%s\n' \
                '-MaximumStorageMigrations	Accepted, without effect on this host: storage moves along with its machine, which -MaximumVirtualMachineMigrations counts' \
                '-MaximumVirtualMachineMigrations	How many virtual machines may come and leave at once' \
                '-VirtualMachineMigrationAuthenticationType	How it is proved who is who while memory comes to this host. CredSSP: by ssh, which carries it. Kerberos: by certificates in /etc/pki/qemu of both hosts; memory travels under TLS, from QEMU to QEMU, to a port of 49152 to 49215' \
                '-UseAnyNetworkForMigration	Memory may come over any network; otherwise over those of Add-VMMigrationNetwork' \
                '-VirtualMachineMigrationPerformanceOption	How memory travels: as it is, or compressed by ssh' \
                '-ResourceMeteringSaveInterval	Accepted, without effect on this host: counters are read when they are asked for' \
                '-VirtualHardDiskPath	The folder of new disks that name none: of New-VM and of copies of Import-VM. It is made where it is missing' \
                '-VirtualMachinePath	Accepted, without effect on this host: libvirt keeps the definitions of machines in a folder of its own' \
                '-MacAddressMaximum	Last address of the pool for dynamic MAC addresses' \
                '-MacAddressMinimum	First address of the pool for dynamic MAC addresses' \
                '-FibreChannelWwnn	Accepted, without effect on this host: there are no virtual Fibre Channel adapters' \
                '-FibreChannelWwpnMaximum	Accepted, without effect on this host: there are no virtual Fibre Channel adapters' \
                '-FibreChannelWwpnMinimum	Accepted, without effect on this host: there are no virtual Fibre Channel adapters' \
                '-NumaSpanningEnabled	Accepted, without effect on this host: the kernel decides where a machine\'s memory is' \
                '-EnableEnhancedSessionMode	Accepted, without effect on this host: consoles are libvirt\'s' \
                '-IovPreemptionEnabled	Linux only. When VFs are short, an adapter of higher IovWeight takes the VF of a running virtual machine\'s adapter of lower weight, which goes on without one. Off, a VF stays where it is until its owner gives it up' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case show-vmhost
            printf '%s\n' \
                '-ComputerName	Other hosts, which stand beside this one' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-vmhostiov
            printf '%s\n' \
                '-VM	The same of virtual machines that Get-VM gave' \
                '-VMSwitch	The same of switches that Get-VMSwitch gave' \
                '-InputObject	The same of network adapters that Get-NetAdapter or Get-NetAdapterSriov gave' \
                '-VMName	Only what has to do with these virtual machines: they, their switches, and the network adapters under those' \
                '-SwitchName	Only what has to do with these switches' \
                '-NetAdapterName	Only what has to do with these network adapters' \
                '-Fix	Does what can be done about it from here' \
                '-ExitCode	Ends the session, after the last host, with 0, with 1 where there are warnings, with 2 where there are obstacles, and with 3 where something could not be looked at' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapter
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps, virtual switches and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-InterfaceIndex	Interface indexes' \
                '-Name	Interface names. Wildcards are allowed' \
                '-Physical	Only hardware' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapter
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and is changed there' \
                '-InputObject	Adapters that Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapter
            printf '%s\n' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and is changed there' \
                '-InputObject	Adapters that Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case restart-netadapter
            printf '%s\n' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and is changed there' \
                '-InputObject	Adapters that Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-netadapter
            printf '%s\n' \
                '-NewName	The name that it is to have: 1 to 15 bytes' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and is changed there' \
                '-InputObject	Adapters that Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapter
            printf '%s\n' \
                '-MacAddress	The address that it is to have' \
                '-NoRestart	Leaves the adapter up while its address is changed; drivers that cannot do that refuse' \
                '-VlanID	Not supported on this host: a VLAN of the host is an interface of its own here: \'ip link add link enp1s0f0 name enp1s0f0.5 type vlan id 5\'. That of a virtual machine is set with Set-VMNetworkAdapterVlan' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and is changed there' \
                '-InputObject	Adapters that Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapteradvancedproperty
            printf '%s\n' \
                '-AllProperties	Also settings that no administrator would change. Accepted, without effect on this host: all settings are shown in any case' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-DisplayName	Only settings with these names. Wildcards are allowed' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter that is hidden has none of these settings' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-RegistryKeyword	Only settings with these keywords. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapteradvancedproperty
            printf '%s\n' \
                '-AllProperties	Also settings that no administrator would change. Accepted, without effect on this host: all settings can be changed in any case' \
                '-DisplayName	The settings with these names. Wildcards are allowed' \
                '-DisplayValue	The value, as it is shown' \
                '-RegistryKeyword	The settings with these keywords. Wildcards are allowed' \
                '-RegistryValue	The value, as it is written' \
                '-Force	Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter that is hidden has none of these settings' \
                '-InputObject	Settings that Get-NetAdapterAdvancedProperty gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Leaves the adapter up where a change would take it down for a moment' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netadapteradvancedproperty
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Accepted, without effect on this host: an adapter that is hidden has none of these settings' \
                '-InterfaceDescription	The product name of the adapter' \
                '-Name	The interface name' \
                '-NoRestart	Leaves the adapter up where a change would take it down for a moment' \
                '-RegistryDataType	Accepted, without effect on this host: there is no registry; the value is taken as the driver wants it' \
                '-RegistryKeyword	The keyword' \
                '-RegistryValue	The value, as it is written' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netadapteradvancedproperty
            printf '%s\n' \
                '-AllProperties	Also settings that no administrator would change. Accepted, without effect on this host: all settings are there in any case' \
                '-RegistryKeyword	The settings with these keywords. Wildcards are allowed' \
                '-Force	Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter that is hidden has none of these settings' \
                '-InputObject	Settings that Get-NetAdapterAdvancedProperty gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Leaves the adapter up where a change would take it down for a moment' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case reset-netadapteradvancedproperty
            printf '%s\n' \
                '-DisplayName	The settings with these names. Wildcards are allowed' \
                '-Force	Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter that is hidden has none of these settings' \
                '-InputObject	Settings that Get-NetAdapterAdvancedProperty gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Leaves the adapter up where a change would take it down for a moment' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterhardwareinfo
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterstatistics
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadaptervport
            printf '%s\n' \
                '-FunctionID	Only the ports of the virtual functions with these numbers' \
                '-PhysicalFunction	Only the adapter\'s own port' \
                '-SwitchID	Only those of these NIC switches; an adapter has one, with the number 0' \
                '-VPortID	Only the ports with these numbers' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterrss
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadaptersriov
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter with SR-IOV is never hidden' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadaptersriovvf
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-FunctionID	Only the virtual functions with these numbers' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter with SR-IOV is never hidden' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-SwitchID	Only those of these NIC switches; an adapter has one, with the number 0' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadaptersriov
            printf '%s\n' \
                '-Enabled	Whether SR-IOV may be used on the adapter' \
                '-NumVFs	How many virtual functions the adapter is to have' \
                '-Persist	Linux only: describe the adapter, its virtual functions and its switch in the files of this tool too, for hosts whose network belongs to it (None removes them). It finds them at its next start' \
                '-Reset	Linux only: forget the number that was asked for, and that SR-IOV was switched off. The adapter goes back to how it was found, or has what its switch needs' \
                '-Force	Linux only: go on although virtual functions are in use (their adapters change to the paravirtual path first), or although the host itself depends on the adapter' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter with SR-IOV is never hidden' \
                '-InputObject	Adapters that Get-NetAdapterSriov or Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the kernel makes and takes virtual functions at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadaptersriov
            printf '%s\n' \
                '-Force	Linux only: go on although the host itself uses virtual functions of the adapter, or depends on it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter with SR-IOV is never hidden' \
                '-InputObject	Adapters that Get-NetAdapterSriov or Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the kernel makes and takes virtual functions at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadaptersriov
            printf '%s\n' \
                '-Force	Linux only: go on although the host itself uses virtual functions of the adapter, or depends on it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: an adapter with SR-IOV is never hidden' \
                '-InputObject	Adapters that Get-NetAdapterSriov or Get-NetAdapter gave' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the kernel makes and takes virtual functions at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the object that was changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netipaddress
            printf '%s\n' \
                '-AddressState	Whether they may be used' \
                '-AssociatedIPInterface	An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter' \
                '-IPAddress	Addresses. Wildcards are allowed' \
                '-PreferredLifetime	How long they are taken for new connections' \
                '-PrefixLength	Lengths of their prefixes' \
                '-PrefixOrigin	Where their prefixes come from' \
                '-SkipAsSource	Whether they are left out for connections that the host begins' \
                '-SuffixOrigin	Where the rest of them comes from' \
                '-Type	The kind' \
                '-ValidLifetime	How long they are valid' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netipaddress
            printf '%s\n' \
                '-AddressFamily	The family, which follows from the address; another one is an error' \
                '-DefaultGateway	The next hop of a default route that is made too' \
                '-IPAddress	The address' \
                '-InterfaceAlias	The interface\'s name' \
                '-InterfaceIndex	The interface\'s number' \
                '-PolicyStore	ActiveStore: it is known that the address lasts until the host starts again' \
                '-PreferredLifetime	How long the address is taken for new connections; at most as long as it is valid' \
                '-PrefixLength	Bits of the network\'s prefix; without it the address is a network of its own' \
                '-SkipAsSource	The host itself begins no connections with it' \
                '-Type	Unicast' \
                '-ValidLifetime	How long the address is valid' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netipaddress
            printf '%s\n' \
                '-Force	Linux only: go on although the host is reached by it' \
                '-PreferredLifetime	How long the address is taken for new connections' \
                '-PrefixLength	Bits of the network\'s prefix' \
                '-SkipAsSource	The host itself begins no connections with it' \
                '-ValidLifetime	How long the address is valid' \
                '-InputObject	Addresses that Get-NetIPAddress gave' \
                '-IPAddress	Addresses. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netipaddress
            printf '%s\n' \
                '-DefaultGateway	Not supported on this host: its route is removed apart: Remove-NetRoute -DestinationPrefix 0.0.0.0/0' \
                '-Force	Linux only: go on although the host is reached by it, without a question' \
                '-PrefixLength	Only those with this length of prefix' \
                '-InputObject	Addresses that Get-NetIPAddress gave' \
                '-IPAddress	Addresses. Wildcards are allowed' \
                '-PassThru	Hands on the object that was changed' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netroute
            printf '%s\n' \
                '-AssociatedIPInterface	An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter' \
                '-DestinationPrefix	The networks that they lead to. Wildcards are allowed' \
                '-NextHop	Next hops: 0.0.0.0 or :: where the network is on the link. Wildcards are allowed' \
                '-Protocol	Who made them. Wildcards are allowed' \
                '-RouteMetric	Metrics' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netroute
            printf '%s\n' \
                '-AddressFamily	The family, which follows from the network; another one is an error' \
                '-DestinationPrefix	The network that it leads to' \
                '-InterfaceAlias	The interface\'s name' \
                '-InterfaceIndex	The interface\'s number' \
                '-NextHop	The next hop; without it, and with 0.0.0.0 or ::, the network is on the link' \
                '-PolicyStore	ActiveStore: it is known that the route lasts until the host starts again' \
                '-PreferredLifetime	Not supported on this host: routes that end by themselves are made by routers here' \
                '-Publish	Accepted, without effect on this host: this host announces no routes' \
                '-RouteMetric	Of two routes to one network the one with the lower metric is taken' \
                '-ValidLifetime	Not supported on this host: routes that end by themselves are made by routers here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netroute
            printf '%s\n' \
                '-DestinationPrefix	The networks that they lead to. Wildcards are allowed' \
                '-Force	Linux only: go on although it is the host\'s default route, without a question' \
                '-InputObject	Routes that Get-NetRoute gave' \
                '-NextHop	Next hops. Wildcards are allowed' \
                '-PassThru	Hands on the object that was removed' \
                '-RouteMetric	Metrics' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netneighbor
            printf '%s\n' \
                '-AssociatedIPInterface	An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter' \
                '-IPAddress	Their IP addresses. Wildcards are allowed' \
                '-LinkLayerAddress	The addresses of their adapters, in any of the usual notations. Wildcards are allowed' \
                '-State	How they are reached' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netneighbor
            printf '%s\n' \
                '-AddressFamily	The family, which follows from the address; another one is an error' \
                '-IPAddress	The neighbour\'s IP address' \
                '-InterfaceAlias	The interface\'s name' \
                '-InterfaceIndex	The interface\'s number' \
                '-LinkLayerAddress	The address of the neighbour\'s adapter, in any of the usual notations' \
                '-PolicyStore	ActiveStore: it is known that the neighbour is named until the host starts again' \
                '-State	Permanent; the other states are what the kernel finds out by itself' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netneighbor
            printf '%s\n' \
                '-InputObject	Neighbours that Get-NetNeighbor gave' \
                '-IPAddress	Their IP addresses. Wildcards are allowed' \
                '-PassThru	Hands on the object that was removed' \
                '-LinkLayerAddress	The addresses of their adapters, in any of the usual notations. Wildcards are allowed' \
                '-State	How they are reached' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netipinterface
            printf '%s\n' \
                '-ConnectionState	Whether they have a link' \
                '-Dhcp	Whether they have an address of a lease' \
                '-NlMtuBytes	MTUs, in bytes' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netipinterface
            printf '%s\n' \
                '-Dhcp	Disabled is how it is where no lease is; Enabled is refused' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-Forwarding	Not supported on this host: whether the host forwards packets is a setting of the kernel: sysctl -w net.ipv4.ip_forward=1' \
                '-InputObject	Interfaces that Get-NetIPInterface gave' \
                '-InterfaceMetric	Not supported on this host: metrics belong to routes on Linux: Get-NetRoute shows them, and New-NetRoute -RouteMetric gives one' \
                '-AutomaticMetric	Not supported on this host: metrics belong to routes on Linux: Get-NetRoute shows them, and New-NetRoute -RouteMetric gives one' \
                '-NlMtuBytes	The MTU, in bytes' \
                '-PassThru	Hands on the interfaces' \
                '-AddressFamily	The family of addresses' \
                '-IncludeAllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netipconfiguration
            printf '%s\n' \
                '-All	Interfaces that are down and hidden ones too' \
                '-AllCompartments	Accepted, without effect on this host: there are no network compartments here' \
                '-Detailed	Accepted: each object has all there is' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	The number of an interface' \
                '-CimSession	A session with another host, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-dnsclientserveraddress
            printf '%s\n' \
                '-AddressFamily	The family of addresses' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-dnsclientserveraddress
            printf '%s\n' \
                '-InputObject	Interfaces that Get-DnsClientServerAddress gave' \
                '-InterfaceAlias	Interface names. Wildcards are allowed' \
                '-InterfaceIndex	Numbers of interfaces' \
                '-PassThru	Hands on the interfaces' \
                '-ResetServerAddresses	The interface has no servers of its own any more; those of a lease come back when it is brought up anew' \
                '-ServerAddresses	The servers, in the order in which they are asked' \
                '-Validate	Accepted, without effect on this host: the servers are not asked before they are set; \'Resolve-DnsName NAME\' shows whether they answer' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netnat
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netnat
            printf '%s\n' \
                '-Name	The name' \
                '-ExternalIPInterfaceAddressPrefix	Not supported on this host: packets get the address of the interface that they leave through; give that interface the address' \
                '-IcmpQueryTimeout	Accepted, without effect on this host: how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_icmp_timeout' \
                '-InternalIPInterfaceAddressPrefix	The network, for example 192.168.100.0/24' \
                '-InternalRoutingDomainId	Not supported on this host: there are no routing domains here' \
                '-TcpEstablishedConnectionTimeout	Accepted, without effect on this host: how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_tcp_timeout_established' \
                '-TcpTransientConnectionTimeout	Accepted, without effect on this host: how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_tcp_timeout_syn_sent' \
                '-UdpIdleSessionTimeout	Accepted, without effect on this host: how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_udp_timeout' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netnat
            printf '%s\n' \
                '-InputObject	Networks that Get-NetNat gave' \
                '-Name	Names. Wildcards are allowed' \
                '-PassThru	Hands on what was removed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netnatstaticmapping
            printf '%s\n' \
                '-NatName	Names of networks. Wildcards are allowed' \
                '-StaticMappingID	Numbers of mappings' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-netnatstaticmapping
            printf '%s\n' \
                '-ExternalIPAddress	The address that is asked for from outside; 0.0.0.0 is each one of the host' \
                '-ExternalPort	The port that is asked for' \
                '-InternalIPAddress	The machine\'s address' \
                '-InternalPort	The machine\'s port; without it the one that is asked for' \
                '-NatName	The name of the network' \
                '-Protocol	TCP or UDP' \
                '-RemoteExternalIPAddressPrefix	Not supported on this host: who may ask from outside is the firewall\'s to say: nft, firewalld or ufw' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netnatstaticmapping
            printf '%s\n' \
                '-InputObject	Mappings that Get-NetNatStaticMapping gave' \
                '-NatName	Names of networks: all of their mappings. Wildcards are allowed' \
                '-StaticMappingID	Numbers of mappings' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmswitch
            printf '%s\n' \
                '-Id	Ids of switches' \
                '-Name	The switch\'s name. Wildcards are allowed' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-SwitchType	Only switches of these types' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmswitchextension
            printf '%s\n' \
                '-VMSwitchName	Names of switches. Wildcards are allowed' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-Name	Names of extensions' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-vmswitch
            printf '%s\n' \
                '-Name	The switch\'s name' \
                '-Id	The switch\'s id; a new one when it is not given' \
                '-SwitchType	Private: virtual machines only. Internal: also the host' \
                '-AllowManagementOS	Whether the host has a port of its own on the switch' \
                '-NetAdapterName	Interface names of the host\'s adapters under the switch' \
                '-NetAdapterInterfaceDescription	Product names of the host\'s adapters under the switch' \
                '-Notes	Notes of the admin' \
                '-MinimumBandwidthMode	How adapters ask for a minimum bandwidth: Weight, Absolute (bits per second), None (not at all). With Default each asks as it likes. It is chosen now and never changes' \
                '-EnableIov	Whether the switch is in IOV mode: its VMs can have virtual functions. This is chosen now and never changes' \
                '-EnablePacketDirect	Accepted, without effect on this host: there is no packet direct on Linux; a virtual function is the direct path' \
                '-EnableEmbeddedTeaming	Whether the adapters under the switch form a team. Several always do; with $true a single one is put into a team too' \
                '-Persist	Linux only: describe the adapter, its virtual functions and the switch in the files of this tool too, for hosts whose network belongs to it. It finds them at its next start. A team of the host under the switch is described with it' \
                '-Force	Linux only: take adapters that the host itself depends on (default route, this ssh session)' \
                '-Mtu	Linux only: the MTU of the switch, 68 to 65535 bytes: of its network adapters and of its ports. They keep what they have when it is not given' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmswitch
            printf '%s\n' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-Name	Switches. Wildcards are allowed' \
                '-NetAdapterName	Interface name of the host\'s adapter to be under the switch. A switch that had none is external then' \
                '-NetAdapterInterfaceDescription	Product name of the host\'s adapter to be under the switch' \
                '-SwitchType	The new type of a switch without a network adapter: Internal, with a port of the host, or Private. -NetAdapterName makes one external; one that has a network adapter keeps it' \
                '-AllowManagementOS	Whether the host has a port of its own on the switch. An internal switch becomes a private one without it, and a private one an internal one with it' \
                '-DefaultFlowMinimumBandwidthAbsolute	What everything is sure to get of the uplink that asks for no minimum, in bits per second; 0 is none. It counts as soon as an adapter asks for a minimum' \
                '-DefaultFlowMinimumBandwidthWeight	The same as a weight, 1 to 100; 0: what the weights of the adapters leave of 100' \
                '-DefaultQueueVrssEnabled	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-DefaultQueueVmmqEnabled	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-DefaultQueueVrssMaxQueuePairs	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-DefaultQueueVrssMinQueuePairs	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-DefaultQueueVrssQueueSchedulingMode	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-DefaultQueueVrssExcludePrimaryProcessor	Accepted, without effect on this host: a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs' \
                '-EnableSoftwareRsc	Accepted, without effect on this host: the kernel coalesces received segments on its own (GRO)' \
                '-Extensions	Accepted, without effect on this host: Linux bridges have no extensions' \
                '-Notes	Notes of the admin' \
                '-Mtu	Linux only: the MTU of the switch, 68 to 65535 bytes: of its network adapters and of its ports. Guests are told theirs by Set-VMNetworkAdapter -Mtu' \
                '-Force	Linux only: take an adapter that the host itself depends on (default route, this ssh session)' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-vmswitch
            printf '%s\n' \
                '-VMSwitch	A switch that Get-VMSwitch gave' \
                '-Name	The switch' \
                '-NewName	The new name' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmswitch
            printf '%s\n' \
                '-Name	Switches. Wildcards are allowed' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-Force	Also when virtual machines are connected to it, without a question' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmswitchteam
            printf '%s\n' \
                '-Name	The switch\'s name. Wildcards are allowed' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmswitchteam
            printf '%s\n' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-Name	Switches with a team. Wildcards are allowed' \
                '-NetAdapterName	Interface names of the host\'s adapters' \
                '-NetAdapterInterfaceDescription	Product names of the host\'s adapters' \
                '-TeamingMode	How the team works with the switch on the wire: it needs none of its help' \
                '-LoadBalancingAlgorithm	How the work is shared: by ports of virtual machines' \
                '-ArpTarget	Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member works; 16 at the most. @(): it looks at links again' \
                '-Passthru	Hands on the switches that were changed' \
                '-Force	Linux only: take adapters that the host itself depends on (default route, this ssh session)' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmswitchteammember
            printf '%s\n' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-VMSwitchName	Switches with a team. Wildcards are allowed' \
                '-NetAdapterName	Interface names of the host\'s adapters' \
                '-NetAdapterInterfaceDescription	Product names of the host\'s adapters' \
                '-Passthru	Hands on the switches that were changed' \
                '-Force	Linux only: take adapters that the host itself depends on (default route, this ssh session)' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmswitchteammember
            printf '%s\n' \
                '-VMSwitch	Switches that Get-VMSwitch gave' \
                '-VMSwitchName	Switches with a team. Wildcards are allowed' \
                '-NetAdapterName	Interface names of the host\'s adapters' \
                '-NetAdapterInterfaceDescription	Product names of the host\'s adapters' \
                '-Passthru	Hands on the switches that were changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netlbfoteam
            printf '%s\n' \
                '-Name	The team\'s name. Wildcards are allowed' \
                '-MemberOfTheTeam	A member, of Get-NetLbfoTeamMember: its team' \
                '-TeamNicForTheTeam	An interface, of Get-NetLbfoTeamNic: its team' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netlbfoteammember
            printf '%s\n' \
                '-Name	The member\'s interface name. Wildcards are allowed' \
                '-Team	The team\'s name. Wildcards are allowed' \
                '-TeamOfTheMember	A team, of Get-NetLbfoTeam: its members' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netlbfoteamnic
            printf '%s\n' \
                '-Name	The interface\'s name. Wildcards are allowed. `Team1 - VLAN 42`, as Windows calls it, is found too' \
                '-Team	The team\'s name. Wildcards are allowed' \
                '-TeamOfTheTeamNic	A team, of Get-NetLbfoTeam: its interfaces' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netlbfoteam
            printf '%s\n' \
                '-Name	The team\'s name, 255 bytes at the most. Its interface is called so' \
                '-TeamMembers	Network adapters. Wildcards are allowed' \
                '-TeamNicName	The name of the team\'s own interface. It is the bond, so that it always has the team\'s name' \
                '-TeamingMode	What the switch on the wire has to do: nothing, group the ports, or speak LACP' \
                '-LoadBalancingAlgorithm	By what a member is chosen for a frame' \
                '-LacpTimer	How often the partner is to speak, in the mode Lacp: Fast is every second, Slow every thirty' \
                '-ArpTarget	Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member works; 16 at the most. One member carries everything then' \
                '-Persist	Linux only: describe the team, its members and its interfaces in the files of this tool too, which makes them at the start of the host' \
                '-Force	Linux only: take adapters that the host itself depends on (default route, this ssh session) or that are part of something' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netlbfoteam
            printf '%s\n' \
                '-Name	Teams. Wildcards are allowed; all teams when left out' \
                '-MemberOfTheTeam	A member, of Get-NetLbfoTeamMember: its team' \
                '-TeamNicForTheTeam	An interface, of Get-NetLbfoTeamNic: its team' \
                '-InputObject	Teams that Get-NetLbfoTeam gave' \
                '-TeamingMode	What the switch on the wire has to do: nothing, group the ports, or speak LACP' \
                '-LoadBalancingAlgorithm	By what a member is chosen for a frame' \
                '-LacpTimer	How often the partner is to speak, in the mode Lacp: Fast is every second, Slow every thirty' \
                '-ArpTarget	Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member works; 16 at the most. One member carries everything then. @(): it looks at links again' \
                '-Persist	Linux only: describe the team, its members and its interfaces in the files of this tool too; None: in none' \
                '-PassThru	Hands on the teams that were changed' \
                '-Force	Linux only: also a team that somebody else made, and although the host has addresses by it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-netlbfoteam
            printf '%s\n' \
                '-Name	The team' \
                '-NewName	The name that it is to have, 255 bytes at the most' \
                '-PassThru	Hands on the team' \
                '-Force	Linux only: also a team that somebody else made, and although the host needs it while an older kernel takes it down for the name' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netlbfoteam
            printf '%s\n' \
                '-Name	Teams. Wildcards are allowed' \
                '-InputObject	Teams that Get-NetLbfoTeam gave' \
                '-PassThru	Hands on the teams as they were' \
                '-Force	Linux only: also a team that somebody else made, and although the host needs it, without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-netlbfoteammember
            printf '%s\n' \
                '-Name	The network adapter. Wildcards are allowed' \
                '-Team	The team' \
                '-AdministrativeMode	Standby: it carries something only when no other can, which one member of a team that is SwitchIndependent may do' \
                '-Force	Linux only: also into a team that somebody else made, and an adapter that the host depends on or that is part of something' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netlbfoteammember
            printf '%s\n' \
                '-Name	Members. Wildcards are allowed' \
                '-Team	Teams. Wildcards are allowed' \
                '-TeamOfTheMember	A team, of Get-NetLbfoTeam: its members' \
                '-InputObject	Members that Get-NetLbfoTeamMember gave' \
                '-AdministrativeMode	Active, or Standby: it carries something only when no other can' \
                '-PassThru	Hands on the members' \
                '-Force	Linux only: also in a team that somebody else made, and although the host has addresses by it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netlbfoteammember
            printf '%s\n' \
                '-Name	Members. Wildcards are allowed' \
                '-Team	Teams. Wildcards are allowed' \
                '-InputObject	Members that Get-NetLbfoTeamMember gave' \
                '-PassThru	Hands on the members as they were' \
                '-Force	Linux only: also from a team that somebody else made, and although no other member works, without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-netlbfoteamnic
            printf '%s\n' \
                '-Team	The team' \
                '-VlanID	The VLAN, 1 to 4094' \
                '-Name	The interface\'s name. One that is none of a device (more than 15 bytes, blanks) it has beside a short one' \
                '-Force	Linux only: also to a team that somebody else made' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netlbfoteamnic
            printf '%s\n' \
                '-Name	Interfaces. Wildcards are allowed' \
                '-Team	Teams. Wildcards are allowed' \
                '-TeamOfTheTeamNic	A team, of Get-NetLbfoTeam: its interfaces' \
                '-InputObject	Interfaces that Get-NetLbfoTeamNic gave' \
                '-VlanID	The VLAN, 1 to 4094' \
                '-Default	The interface takes what has no VLAN: only the team\'s own does that here' \
                '-PassThru	Hands on the interfaces' \
                '-Force	Linux only: also of a team that somebody else made, and although the host has addresses by the interface' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netlbfoteamnic
            printf '%s\n' \
                '-Team	Teams. Wildcards are allowed' \
                '-VlanID	VLANs' \
                '-InputObject	Interfaces that Get-NetLbfoTeamNic gave' \
                '-PassThru	Hands on the interfaces as they were' \
                '-Force	Linux only: also of a team that somebody else made, and although the host has addresses by the interface, without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netswitchteam
            printf '%s\n' \
                '-Name	The switch\'s name. Wildcards are allowed' \
                '-Member	A member, of Get-NetSwitchTeamMember: its team' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netswitchteammember
            printf '%s\n' \
                '-Name	The member\'s interface name. Wildcards are allowed' \
                '-Team	The switch\'s name. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netswitchteam
            printf '%s\n' \
                '-Name	The team\'s name' \
                '-TeamMembers	Its members' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-netswitchteam
            printf '%s\n' \
                '-Name	The switch\'s name' \
                '-NewName	The name that it is to have' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netswitchteam
            printf '%s\n' \
                '-Name	The switch\'s name. Wildcards are allowed' \
                '-InputObject	Teams that Get-NetSwitchTeam gave' \
                '-PassThru	Hands on what was removed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-netswitchteammember
            printf '%s\n' \
                '-Name	The network adapter\'s interface name' \
                '-Team	The switch\'s name' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netswitchteammember
            printf '%s\n' \
                '-Name	The member\'s interface name' \
                '-Team	The switch\'s name' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterbinding
            printf '%s\n' \
                '-AllBindings	All of them. Accepted, without effect on this host: all of them are changed that can be' \
                '-ComponentID	Only these components (`ms_tcpip6`). Wildcards are allowed' \
                '-DisplayName	Only these names. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterchecksumoffload
            printf '%s\n' \
                '-IpIPv4	That of the head of IPv4; without any of these all of them' \
                '-TcpIPv4	That of TCP over IPv4' \
                '-TcpIPv6	That of TCP over IPv6' \
                '-UdpIPv4	That of UDP over IPv4' \
                '-UdpIPv6	That of UDP over IPv6' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterencapsulatedpackettaskoffload
            printf '%s\n' \
                '-EncapsulationType	Of packets that are wrapped in this way only' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapteripsecoffload
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterlso
            printf '%s\n' \
                '-IPv4	For IPv4 only; without -IPv4 and -IPv6 for both' \
                '-IPv6	For IPv6 only' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterpowermanagement
            printf '%s\n' \
                '-ArpOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-D0PacketCoalescing	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-DeviceSleepOnDisconnect	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-NSOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-RsnRekeyOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-SelectiveSuspend	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-WakeOnMagicPacket	Waking by a magic packet; without -WakeOnMagicPacket and -WakeOnPattern both' \
                '-WakeOnPattern	Waking by a frame that looks like one for this host' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterrdma
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterrsc
            printf '%s\n' \
                '-IPv4	For IPv4; IPv6 follows it' \
                '-IPv6	For IPv6; IPv4 follows it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterrss
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapteruso
            printf '%s\n' \
                '-IPv4	For IPv4; IPv6 follows it' \
                '-IPv6	For IPv6; IPv4 follows it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadaptervmq
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterbinding
            printf '%s\n' \
                '-AllBindings	All of them. Accepted, without effect on this host: all of them are changed that can be' \
                '-ComponentID	Only these components (`ms_tcpip6`). Wildcards are allowed' \
                '-DisplayName	Only these names. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterchecksumoffload
            printf '%s\n' \
                '-IpIPv4	That of the head of IPv4; without any of these all of them' \
                '-TcpIPv4	That of TCP over IPv4' \
                '-TcpIPv6	That of TCP over IPv6' \
                '-UdpIPv4	That of UDP over IPv4' \
                '-UdpIPv6	That of UDP over IPv6' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterencapsulatedpackettaskoffload
            printf '%s\n' \
                '-EncapsulationType	Of packets that are wrapped in this way only' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapteripsecoffload
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterlso
            printf '%s\n' \
                '-IPv4	For IPv4 only; without -IPv4 and -IPv6 for both' \
                '-IPv6	For IPv6 only' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterpowermanagement
            printf '%s\n' \
                '-ArpOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-D0PacketCoalescing	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-DeviceSleepOnDisconnect	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-NSOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-RsnRekeyOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-SelectiveSuspend	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-WakeOnMagicPacket	Waking by a magic packet; without -WakeOnMagicPacket and -WakeOnPattern both' \
                '-WakeOnPattern	Waking by a frame that looks like one for this host' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterrdma
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterrsc
            printf '%s\n' \
                '-IPv4	For IPv4; IPv6 follows it' \
                '-IPv6	For IPv6; IPv4 follows it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterrss
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapteruso
            printf '%s\n' \
                '-IPv4	For IPv4; IPv6 follows it' \
                '-IPv6	For IPv6; IPv4 follows it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadaptervmq
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterbinding
            printf '%s\n' \
                '-AllBindings	All of them. Accepted, without effect on this host: all of them are shown' \
                '-ComponentID	Only these components (`ms_tcpip6`). Wildcards are allowed' \
                '-DisplayName	Only these names. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterchecksumoffload
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterencapsulatedpackettaskoffload
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapteripsecoffload
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterlso
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterpowermanagement
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterrdma
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterrsc
            printf '%s\n' \
                '-IPv4FailureReason	Accepted, without effect on this host: the kernel tells no reason why what is received is not coalesced' \
                '-IPv4OperationalState	Only those whose IPv4 packets are coalesced, or are not' \
                '-IPv6FailureReason	Accepted, without effect on this host: the kernel tells no reason why what is received is not coalesced' \
                '-IPv6OperationalState	Only those whose IPv6 packets are coalesced, or are not' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapteruso
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadaptervmq
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadaptervmqqueue
            printf '%s\n' \
                '-Id	Accepted, without effect on this host: there are no queues to choose from' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterbinding
            printf '%s\n' \
                '-Enabled	Bound' \
                '-AllBindings	All of them. Accepted, without effect on this host: all of them are changed that can be' \
                '-ComponentID	Only these components (`ms_tcpip6`). Wildcards are allowed' \
                '-DisplayName	Only these names. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterchecksumoffload
            printf '%s\n' \
                '-IpIPv4Enabled	That of the head of IPv4' \
                '-TcpIPv4Enabled	That of TCP over IPv4' \
                '-TcpIPv6Enabled	That of TCP over IPv6' \
                '-UdpIPv4Enabled	That of UDP over IPv4' \
                '-UdpIPv6Enabled	That of UDP over IPv6' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterencapsulatedpackettaskoffload
            printf '%s\n' \
                '-NvgreEncapsulatedPacketTaskOffloadEnabled	Of NVGRE packets' \
                '-VxlanEncapsulatedPacketTaskOffloadEnabled	Of VXLAN packets' \
                '-VxlanUDPPortNumber	Accepted, without effect on this host: the kernel tells the driver the port of each VXLAN device by itself' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapteripsecoffload
            printf '%s\n' \
                '-Enabled	Whether it is on' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterlso
            printf '%s\n' \
                '-IPv4Enabled	For IPv4' \
                '-IPv6Enabled	For IPv6' \
                '-V1IPv4Enabled	Accepted, without effect on this host: there is one kind of segmentation on Linux, that of version 2' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterpowermanagement
            printf '%s\n' \
                '-ArpOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-D0PacketCoalescing	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-DeviceSleepOnDisconnect	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-NSOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-RsnRekeyOffload	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-SelectiveSuspend	Accepted, without effect on this host: no driver of Linux lets the host set it' \
                '-WakeOnMagicPacket	Waking by a magic packet' \
                '-WakeOnPattern	Waking by a frame that looks like one for this host' \
                '-EnergyEfficientEthernet	Linux only: Energy Efficient Ethernet' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterrdma
            printf '%s\n' \
                '-Enabled	Whether there is to be an RDMA device' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterrsc
            printf '%s\n' \
                '-IPv4Enabled	For IPv4' \
                '-IPv6Enabled	For IPv6' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterrss
            printf '%s\n' \
                '-BaseProcessorGroup	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-BaseProcessorNumber	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-Enabled	Whether there is more than one queue' \
                '-MaxProcessorGroup	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-MaxProcessorNumber	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-IndirectionTable	Linux only: the queue of each entry of the indirection table. A shorter list is repeated over the whole table, so that a queue that stands in it twice receives twice as much. It takes a kernel from 6.17 on' \
                '-MaxProcessors	The most processors that receive: no more queues than that are made' \
                '-NumaNode	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-NumberOfReceiveQueues	How many queues there are to be' \
                '-Profile	Accepted, without effect on this host: which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapteruso
            printf '%s\n' \
                '-IPv4Enabled	For IPv4' \
                '-IPv6Enabled	For IPv6' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadaptervmq
            printf '%s\n' \
                '-BaseProcessorGroup	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-BaseProcessorNumber	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-Enabled	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-MaxProcessorNumber	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-MaxProcessors	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-NumaNode	Accepted, without effect on this host: there are no queues for virtual machines on Linux' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netadapterqos
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-netqosflowcontrol
            printf '%s\n' \
                '-Priority	Priorities, 0 to 7' \
                '-InputObject	What Get-NetQosFlowControl gave' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netadapterqos
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-netqosflowcontrol
            printf '%s\n' \
                '-Priority	Priorities, 0 to 7' \
                '-InputObject	What Get-NetQosFlowControl gave' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netadapterqos
            printf '%s\n' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-IncludeHidden	Also adapters that are hidden: taps and other virtual devices' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netqosdcbxsetting
            printf '%s\n' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netqosflowcontrol
            printf '%s\n' \
                '-Priority	Only these priorities, 0 to 7' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netqospolicy
            printf '%s\n' \
                '-Name	Names of policies. Wildcards are allowed' \
                '-PolicyStore	ActiveStore: what is in effect, which is all that there is here' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-netqostrafficclass
            printf '%s\n' \
                '-Name	Names of traffic classes. Wildcards are allowed' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netqospolicy
            printf '%s\n' \
                '-Name	Its name' \
                '-PriorityValue8021Action	The priority of its frames, 0 to 7' \
                '-AppPathNameMatchCondition	Not supported on this host: the kernel does not tell frames by the program that sends them' \
                '-DSCPAction	Not supported on this host: code points are set with nft: nft add rule inet filter output tcp dport 445 ip dscp set cs3' \
                '-MinBandwidthWeightAction	Not supported on this host: a share belongs to a traffic class: New-NetQosTrafficClass -BandwidthPercentage' \
                '-ThrottleRateActionBitsPerSecond	Not supported on this host: a limit of a program is set with tc; one of a virtual machine with Set-VMNetworkAdapter -MaximumBandwidth' \
                '-NetworkProfile	Accepted, without effect on this host: there are no network profiles here' \
                '-Precedence	Accepted, without effect on this host: of two policies about the same frames the first by name counts' \
                '-PolicyStore	ActiveStore or nothing: the policies are kept over restarts in any case' \
                '-Cluster	The heartbeats of a cluster: UDP port 5405, which corosync uses' \
                '-Default	Every frame that no other policy means' \
                '-FCOE	Fibre Channel over Ethernet' \
                '-iSCSI	iSCSI: TCP ports 860 and 3260' \
                '-IPProtocolMatchCondition	Only with -IPPortMatchCondition or -IPDstPortMatchCondition: whose port it is' \
                '-IPPortMatchCondition	A port' \
                '-IPDstPortStartMatchCondition	The same: adapters do not tell the two ends apart' \
                '-LiveMigration	Not supported on this host: migrations of libvirt use ports from 49152 on, and those of iovsh go through ssh: -IPProtocolMatchCondition TCP -IPPortMatchCondition 22' \
                '-NetDirectPortMatchCondition	A port of RDMA, as Windows names it: 445 is shared folders. RoCE is told by its own port, UDP 4791, as well' \
                '-NFS	NFS: TCP port 2049' \
                '-SMB	Shared folders: TCP port 445' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-netqostrafficclass
            printf '%s\n' \
                '-Name	Its name' \
                '-Priority	Its priorities, 0 to 7' \
                '-Algorithm	ETS: it is sure to get a share; Strict: it goes before all others' \
                '-BandwidthPercentage	Percent of the bandwidth that it is sure to get, 1 to 99; of ETS only' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netqospolicy
            printf '%s\n' \
                '-Name	Names of policies. Wildcards are allowed' \
                '-InputObject	Policies that Get-NetQosPolicy gave' \
                '-PolicyStore	ActiveStore or nothing' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-netqostrafficclass
            printf '%s\n' \
                '-Name	Names of traffic classes. Wildcards are allowed' \
                '-InputObject	Traffic classes that Get-NetQosTrafficClass gave' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netadapterqos
            printf '%s\n' \
                '-Enabled	Whether they keep the rules' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Force	Linux only: go on although the host itself depends on the adapter' \
                '-IncludeHidden	Also adapters that are hidden. Accepted, without effect on this host: a hidden adapter is the host\'s end of an adapter of a virtual machine, and has no such setting' \
                '-InputObject	Adapters that Get-NetAdapter gave, or settings of them' \
                '-InterfaceDescription	Product names of the adapters. Wildcards are allowed' \
                '-Name	Interface names. Wildcards are allowed' \
                '-NoRestart	Accepted, without effect on this host: the setting is changed at once; the adapter is not restarted for it' \
                '-PassThru	Hands on the settings that were changed' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netqosdcbxsetting
            printf '%s\n' \
                '-Willing	Whether it may' \
                '-PassThru	Hands on the setting' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netqosflowcontrol
            printf '%s\n' \
                '-Enabled	Whether they are lossless' \
                '-Priority	Priorities, 0 to 7' \
                '-InputObject	What Get-NetQosFlowControl gave' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netqospolicy
            printf '%s\n' \
                '-Name	Names of policies. Wildcards are allowed' \
                '-InputObject	Policies that Get-NetQosPolicy gave' \
                '-PriorityValue8021Action	The priority of their frames, 0 to 7' \
                '-PassThru	Hands on the policies' \
                '-AppPathNameMatchCondition	Not supported on this host: the kernel does not tell frames by the program that sends them' \
                '-DSCPAction	Not supported on this host: code points are set with nft: nft add rule inet filter output tcp dport 445 ip dscp set cs3' \
                '-MinBandwidthWeightAction	Not supported on this host: a share belongs to a traffic class: New-NetQosTrafficClass -BandwidthPercentage' \
                '-ThrottleRateActionBitsPerSecond	Not supported on this host: a limit of a program is set with tc; one of a virtual machine with Set-VMNetworkAdapter -MaximumBandwidth' \
                '-NetworkProfile	Accepted, without effect on this host: there are no network profiles here' \
                '-Precedence	Accepted, without effect on this host: of two policies about the same frames the first by name counts' \
                '-PolicyStore	ActiveStore or nothing: the policies are kept over restarts in any case' \
                '-Cluster	The heartbeats of a cluster: UDP port 5405, which corosync uses' \
                '-Default	Every frame that no other policy means' \
                '-FCOE	Fibre Channel over Ethernet' \
                '-iSCSI	iSCSI: TCP ports 860 and 3260' \
                '-IPProtocolMatchCondition	Only with -IPPortMatchCondition or -IPDstPortMatchCondition: whose port it is' \
                '-IPPortMatchCondition	A port' \
                '-IPDstPortStartMatchCondition	The same: adapters do not tell the two ends apart' \
                '-LiveMigration	Not supported on this host: migrations of libvirt use ports from 49152 on, and those of iovsh go through ssh: -IPProtocolMatchCondition TCP -IPPortMatchCondition 22' \
                '-NetDirectPortMatchCondition	A port of RDMA, as Windows names it: 445 is shared folders. RoCE is told by its own port, UDP 4791, as well' \
                '-NFS	NFS: TCP port 2049' \
                '-SMB	Shared folders: TCP port 445' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-netqostrafficclass
            printf '%s\n' \
                '-Name	Names of traffic classes. Wildcards are allowed' \
                '-InputObject	Traffic classes that Get-NetQosTrafficClass gave' \
                '-Priority	Their priorities, 0 to 7' \
                '-Algorithm	ETS: it is sure to get a share; Strict: it goes before all others' \
                '-BandwidthPercentage	Percent of the bandwidth that it is sure to get, 1 to 99' \
                '-PassThru	Hands on the classes' \
                '-InterfaceAlias	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-InterfaceIndex	Not supported on this host: the rules are the host\'s, and every network adapter keeps them that Enable-NetAdapterQos named' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vm
            printf '%s\n' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-Id	The id of a virtual machine' \
                '-ClusterObject	Not supported on this host: it is not part of a failover cluster' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-vm
            printf '%s\n' \
                '-Name	The name; unique on the host' \
                '-MemoryStartupBytes	Memory in bytes, with a suffix such as 512MB or 2GB' \
                '-BootDevice	What it boots from first: VHD, CD, NetworkAdapter, or LegacyNetworkAdapter, which makes its network adapter an emulated one; a machine of -Generation 2 has none such. The others follow. CD gives it an empty DVD drive' \
                '-NoVHD	Without a disk' \
                '-SwitchName	The switch that its network adapter is connected to' \
                '-NewVHDPath	A new disk image, which is made for it: a name that ends with .qcow2, .raw, .img or .vhd, or .vhdx, which becomes a qcow2 image with a warning. A name without a folder is one in that of Set-VMHost -VirtualHardDiskPath, or of -Path' \
                '-NewVHDSizeBytes	The size of the new disk' \
                '-VHDPath	An existing disk image on the host: raw, qcow2 or vhd. Its format is read from it' \
                '-Path	The folder for a new disk that names none. Folders in it that a new disk needs are made. libvirt keeps the definitions of virtual machines itself' \
                '-Version	Accepted, without effect on this host: libvirt negotiates the machine\'s version' \
                '-Prerelease	Accepted, without effect on this host: libvirt negotiates the machine\'s version' \
                '-Experimental	Accepted, without effect on this host: libvirt negotiates the machine\'s version' \
                '-Generation	1: a BIOS, and drives on IDE. 2: UEFI, which the host needs edk2 for. Without it: virtio drives and a BIOS' \
                '-Force	Without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-GuestStateIsolationType	Not supported on this host: the memory of guests is not encrypted or isolated here' \
                '-SourceGuestStatePath	Not supported on this host: a machine starts with a state of its own' \
                '-ProcessorCount	Linux only: virtual processors' \
                '-Kernel	Linux only: a kernel image on the host that is booted directly' \
                '-InitialRamdisk	Linux only: the initial ram disk for -Kernel' \
                '-KernelCommandLine	Linux only: the command line for -Kernel' \
                '-SerialSocket	Linux only: a Unix socket on the host that leads to a second serial port of the machine' \
                '-Differencing	Linux only: the machine gets a disk of its own that builds on the image of -VHDPath, which stays as it is and serves other machines too. The disk is called as the machine is, in /var/lib/libvirt/images or the folder of -Path' \
                '-VHDSizeBytes	Linux only: the size of the disk that -Differencing makes; that of the image without it. The guest sees the rest as free space, which cloud-init gives to its file system' \
                '-UserData	Linux only: user data for cloud-init, as text that begins with # or Content-Type:, or the file that has them. They are on a disc that the machine gets (NoCloud), beside its disk; only root and the guest read it' \
                '-SshKey	Linux only: public keys that may log in as the image\'s own user, as text or as the files that have them' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-vm
            printf '%s\n' \
                '-Force	Linux only. Forgets a migration that was cut off, at this host alone, and starts the virtual machine here, past a cluster too. Only for when the other host is gone: two hosts that run the same virtual machine destroy its disks' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-Save	Saves the memory and stops, as Save-VM does' \
                '-TurnOff	Cuts the power' \
                '-Force	Turns the machine off when the guest does not shut down in time, or is paused' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vm
            printf '%s\n' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Force	Without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-RemoveDisks	Linux only: removes the images of its disks too' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	The virtual machine. Wildcards are allowed' \
                '-NewName	The name that it is to have' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case restart-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-Force	Without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-Wait	Waits until the guest is there again' \
                '-For	What -Wait waits for: the heartbeat of the agent in the guest, which is without it, or an address' \
                '-Delay	Seconds between two looks of -Wait; 5 without it. The first ones come sooner' \
                '-Timeout	Seconds that -Wait waits at most; -1 is for ever, as without it' \
                '-Type	How: by a reset' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case update-vmversion
            printf '%s\n' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Force	Without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case suspend-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case resume-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case save-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-GuestControlledCacheTypes	Accepted, without effect on this host: QEMU lets the guest choose how its memory is cached' \
                '-LowMemoryMappedIoSpace	Accepted, without effect on this host: QEMU makes the spaces as large as the devices need' \
                '-HighMemoryMappedIoSpace	Accepted, without effect on this host: QEMU makes the spaces as large as the devices need' \
                '-BatteryPassthroughEnabled	Accepted, without effect on this host: the machines here have no battery' \
                '-ProcessorCount	How many processors there are; while the machine runs, as many as it was started with places for' \
                '-DynamicMemory	Memory comes and goes as the guest needs it' \
                '-StaticMemory	Memory stays as it is' \
                '-MemoryMinimumBytes	The least memory, with dynamic memory' \
                '-MemoryMaximumBytes	The most memory, with dynamic memory' \
                '-MemoryStartupBytes	The memory that it starts with' \
                '-AutomaticStartAction	Start: it starts with the host. StartIfRunning: when it ran as the host went down. Nothing: it does not' \
                '-AutomaticStopAction	What is done with it when the host goes down; the iovsh-guests service carries it out' \
                '-AutomaticStartDelay	Seconds that it waits before it starts with the host; the iovsh-guests service carries it out' \
                '-AutomaticCriticalErrorAction	Accepted, without effect on this host: QEMU pauses a machine whose storage fails, and nothing ends that but an admin' \
                '-AutomaticCriticalErrorActionTimeout	Accepted, without effect on this host: QEMU pauses a machine whose storage fails, and nothing ends that but an admin' \
                '-AutomaticCheckpointsEnabled	Accepted, without effect on this host: checkpoints are made when Checkpoint-VM asks for one' \
                '-LockOnDisconnect	Accepted, without effect on this host: consoles are libvirt\'s' \
                '-Notes	Notes, which are kept with the machine' \
                '-NewVMName	The name that it is to have; the machine must be off' \
                '-SnapshotFileLocation	The folder on the host for the disks and the memory of the checkpoints that follow. Empty: beside the disks, and libvirt\'s own' \
                '-SmartPagingFilePath	Accepted, without effect on this host: the host\'s own swap space is used' \
                '-CheckpointType	Which checkpoints are taken. Production (what a machine has otherwise): of the disks, which the agent in the guest brings to rest, or with memory where there is none. ProductionOnly: never with memory. Standard: with memory. Disabled: none' \
                '-EnhancedSessionTransportType	Accepted, without effect on this host: consoles are libvirt\'s' \
                '-RanAtShutdown	Linux only: whether it ran when the host went down. The iovsh-guests service writes it down' \
                '-Passthru	Hands on the object that was changed' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are taken as they are given' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmsavedstate
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VMSnapshot	Not supported on this host: libvirt keeps a checkpoint with its memory or not at all; Remove-VMSnapshot removes it' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmconsolesupport
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmconsolesupport
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmtpm
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmtpm
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmbios
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmcomport
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-Number	1 or 2' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmfirmware
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmkeyprotector
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmmemory
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmprocessor
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmsecurity
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmvideo
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmbios
            printf '%s\n' \
                '-VMBios	Objects that Get-VMBios gave' \
                '-DisableNumLock	Accepted, without effect on this host: SeaBIOS leaves the key to the guest' \
                '-EnableNumLock	Accepted, without effect on this host: SeaBIOS leaves the key to the guest' \
                '-StartupOrder	Kinds of devices, in the order in which they are tried' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmcomport
            printf '%s\n' \
                '-VMComPort	Objects that Get-VMComPort gave' \
                '-Number	1 or 2' \
                '-Path	A Unix socket on the host, which QEMU makes; each port has one of its own. Empty: the first port is a terminal of the host, the second leads nowhere' \
                '-DebuggerMode	Accepted, without effect on this host: a debugger in the guest is told in the guest which port to use' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmfirmware
            printf '%s\n' \
                '-VMFirmware	Objects that Get-VMFirmware gave' \
                '-BootOrder	All that is tried, in that order: drives and network adapters of the machine, or what Get-VMFirmware has in BootOrder' \
                '-FirstBootDevice	What is tried before all others' \
                '-EnableSecureBoot	Whether only what is signed is booted' \
                '-SecureBootTemplate	Whose keys are trusted: MicrosoftUEFICertificateAuthority, or MicrosoftWindows; edk2\'s variables have both at once, and Secure Boot must be on' \
                '-SecureBootTemplateId	The same by its id' \
                '-PreferredNetworkBootProtocol	Accepted, without effect on this host: edk2 tries both, IPv4 first' \
                '-ConsoleMode	Accepted, without effect on this host: edk2 writes to the display and to the first serial port' \
                '-PauseAfterBootFailure	Accepted, without effect on this host: edk2 shows its menu when nothing can be booted' \
                '-Uefi	Linux only: UEFI (edk2) or a BIOS (SeaBIOS)' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmkeyprotector
            printf '%s\n' \
                '-Passthru	Hands on the key protector: that of a machine that has none' \
                '-KeyProtector	Not supported on this host: there is no host guardian on Linux that could open it; Enable-VMTPM needs none' \
                '-NewLocalKeyProtector	Accepted, without effect on this host: the TPM of a machine needs none: swtpm keeps what it holds where only root and swtpm can read it. Enable-VMTPM works without' \
                '-RestoreLastKnownGoodKeyProtector	Not supported on this host: none was ever kept, so there is none to go back to' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmmemory
            printf '%s\n' \
                '-VMMemory	Objects that Get-VMMemory gave' \
                '-Buffer	With dynamic memory: what it is to have beyond what it needs, in percent, 5 to 2000. Kept and shown: the balloon follows the guest' \
                '-DynamicMemoryEnabled	Whether memory comes and goes as the guest needs it' \
                '-MaximumBytes	The most that it has, with dynamic memory' \
                '-StartupBytes	What it starts with' \
                '-MinimumBytes	The least that it is left with, with dynamic memory' \
                '-Priority	With dynamic memory: its weight when memory is short, 0 to 100. Kept and shown: the host swaps as it likes' \
                '-MaximumAmountPerNumaNodeBytes	Accepted, without effect on this host: QEMU gives a machine one NUMA node unless its XML says otherwise' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmprocessor
            printf '%s\n' \
                '-VMProcessor	Objects that Get-VMProcessor gave' \
                '-Count	How many there are' \
                '-CompatibilityForMigrationEnabled	Accepted, without effect on this host: the processor\'s model stands in the machine\'s XML; Compare-VM tells whether it runs on another host' \
                '-CompatibilityForOlderOperatingSystemsEnabled	Accepted, without effect on this host: QEMU has no such mode' \
                '-HwThreadCountPerCore	Accepted, without effect on this host: QEMU makes each virtual processor a socket of its own unless the machine\'s XML says otherwise' \
                '-Maximum	The most of a processor of the host that each of them gets, in percent: 1 to 100' \
                '-Reserve	Accepted, without effect on this host: Linux reserves no processor time; -RelativeWeight says who comes first' \
                '-RelativeWeight	Its share when processors are busy, against those of other machines: 1 to 10000; 100 is ordinary' \
                '-MaximumCountPerNumaNode	Accepted, without effect on this host: QEMU gives a machine one NUMA node unless its XML says otherwise' \
                '-MaximumCountPerNumaSocket	Accepted, without effect on this host: QEMU gives a machine one NUMA node unless its XML says otherwise' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-EnableHostResourceProtection	Accepted, without effect on this host: the kernel schedules guests as it does other processes' \
                '-ExposeVirtualizationExtensions	Whether the guest can run virtual machines of its own' \
                '-Perfmon	Accepted, without effect on this host: the guest sees the counters that the processor passes through' \
                '-EnableLegacyApicMode	Accepted, without effect on this host: QEMU chooses the mode of the interrupt controller' \
                '-AllowACountMCount	Accepted, without effect on this host: the guest sees the counters that the processor passes through' \
                '-MaximumCount	Linux only: how many there can be without a stop' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmsecurity
            printf '%s\n' \
                '-EncryptStateAndVmMigrationTraffic	Not supported on this host: saved states are files of libvirt, and a migration is as safe as the way that it takes: Move-VM sends over TLS or ssh' \
                '-VirtualizationBasedSecurityOptOut	Accepted, without effect on this host: the guest decides, as far as its processor lets it: Set-VMProcessor -ExposeVirtualizationExtensions' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmvideo
            printf '%s\n' \
                '-VMVideo	Objects that Get-VMVideo gave' \
                '-ResolutionType	Single: this resolution is offered. Default, Maximum: the guest chooses' \
                '-HorizontalResolution	The width in pixels, 640 to 7680' \
                '-VerticalResolution	The height in pixels, 480 to 4320' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmintegrationservice
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: as it was put down' \
                '-Name	The services. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmintegrationservice
            printf '%s\n' \
                '-VMIntegrationService	Services that Get-VMIntegrationService gave' \
                '-Name	The services. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Passthru	Hands on the services of the machines' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmintegrationservice
            printf '%s\n' \
                '-VMIntegrationService	Services that Get-VMIntegrationService gave' \
                '-Name	The services. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Passthru	Hands on the services of the machines' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case vmconnect
            printf '%s\n' \
                '-Name	The virtual machine; or, as with Hyper-V\'s program, the host before it: localhost' \
                '-VMName	The virtual machine, where the host stands before it' \
                '-Address	Emits what leads to the machine: the terminal of its serial port and the address of its display. Nothing is opened' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case wait-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the machines that were waited for' \
                '-For	What is waited for: Heartbeat (without it), IPAddress, Reboot, or MemoryOperations: until the balloon has what it was told' \
                '-Delay	Seconds between two looks; 5 without it. 0 is a tenth of a second' \
                '-Timeout	Seconds at most; -1 is for ever, as without it' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case copy-vmfile
            printf '%s\n' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-SourcePath	The file on this computer' \
                '-DestinationPath	The path in the guest, with the name of the file' \
                '-FileSource	Host: the only one there is' \
                '-CreateFullPath	Makes the folders of the path in the guest' \
                '-Force	Replaces a file that is there' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case measure-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case measure-vmnetworkadapter
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VMNetworkAdapter	Network adapters that Get-VMNetworkAdapter gave' \
                '-Name	The adapter\'s name. Wildcards are allowed' \
                '-Seconds	How long is measured, in seconds; of -EachPath each path so long' \
                '-EachPath	Measures an adapter on a virtual function on the paravirtual path too' \
                '-Ping	An address that the agent in the guest pings, for the time there and back' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmresourcemetering
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-ResourcePoolType	The kind of pool' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmresourcemetering
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-ResourcePoolType	The kind of pool' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case reset-vmresourcemetering
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-ResourcePoolType	The kind of pool' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-vmgroup
            printf '%s\n' \
                '-Name	The name' \
                '-GroupType	VMCollectionType: virtual machines are in it. ManagementCollectionType: groups are' \
                '-Id	The id; a random one without it' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmgroup
            printf '%s\n' \
                '-Name	Groups. Wildcards are allowed' \
                '-Id	The id of a group' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmgroup
            printf '%s\n' \
                '-Name	The group' \
                '-Id	The id of the group' \
                '-VMGroup	A group that Get-VMGroup gave' \
                '-Force	Without a question' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-vmgroup
            printf '%s\n' \
                '-Name	The group' \
                '-Id	The id of the group' \
                '-VMGroup	Groups that Get-VMGroup gave' \
                '-NewName	The name that it is to have' \
                '-Passthru	Hands on the group' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmgroupmember
            printf '%s\n' \
                '-Name	The group' \
                '-Id	The id of the group' \
                '-VMGroup	A group that Get-VMGroup gave' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMGroupMember	Groups that Get-VMGroup gave' \
                '-Passthru	Hands on the group' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmgroupmember
            printf '%s\n' \
                '-Name	The group' \
                '-Id	The id of the group' \
                '-VMGroup	A group that Get-VMGroup gave' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMGroupMember	Groups that Get-VMGroup gave' \
                '-Passthru	Hands on the group' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmmigrationnetwork
            printf '%s\n' \
                '-Subnet	An address, or a network as ADDRESS/LENGTH' \
                '-Priority	Networks of lower numbers are used first; those without one last' \
                '-Passthru	Hands on the object that was made' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case compare-vm
            printf '%s\n' \
                '-VirtualMachinePath	Accepted, without effect on this host: libvirt decides where it keeps that' \
                '-SnapshotFilePath	With -Copy: the folder for what the checkpoints of the machine need. libvirt decides where it keeps that of one that moves' \
                '-SmartPagingFilePath	Accepted, without effect on this host: there are no smart paging files on Linux' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-CompatibilityReport	A report of Compare-VM: the same is asked for as then, with what was changed in the report' \
                '-Name	The virtual machine' \
                '-VM	A virtual machine that Get-VM gave' \
                '-DestinationCimSession	A session with the host that it is to go to, of New-CimSession' \
                '-DestinationHost	The host that it is to go to: a name that ssh knows there, or a host of the same simulated fleet' \
                '-DestinationCredential	Whom ssh logs in as at the target: a user name' \
                '-IncludeStorage	The disks are copied too. Without it both hosts have to see them' \
                '-DestinationStoragePath	The folder at the target that the disks are copied to, which is made where it is missing; the one that they are in when none is named' \
                '-Vhds	Where each disk is copied to: tables with SourceFilePath and DestinationFilePath' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-RetainVhdCopiesOnSource	The images at the source are wanted as copies: nothing is said of them' \
                '-Path	The folder that Export-VM made, or the definition in it' \
                '-VhdDestinationPath	The folder that the disks are copied to; /var/lib/libvirt/images without it' \
                '-VhdSourcePath	The folder that the disk images are in, where that is not the export\'s own' \
                '-Register	The machine gets the disks where they are, in the export. That is so without -Copy' \
                '-Copy	The machine gets copies of the disks, and the export stays as it is' \
                '-GenerateNewId	The machine gets an id of its own, and its network adapters too: for a second one beside the first' \
                '-NewName	Linux only: another name. libvirt has one machine for each name' \
                '-CimSession	Sessions with the host that it is on, of New-CimSession' \
                '-ComputerName	The host that it is on' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disable-vmmigration
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enable-vmmigration
            printf '%s\n' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmmigrationnetwork
            printf '%s\n' \
                '-Subnet	The networks\' addresses. Wildcards are allowed' \
                '-Priority	Their priorities' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case move-vm
            printf '%s\n' \
                '-VirtualMachinePath	Accepted, without effect on this host: libvirt decides where it keeps that' \
                '-SnapshotFilePath	Accepted, without effect on this host: libvirt decides where it keeps that' \
                '-SmartPagingFilePath	Accepted, without effect on this host: there are no smart paging files on Linux' \
                '-RemoveSourceUnmanagedVhds	Accepted, without effect on this host: images are never removed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the virtual machine, as it is at the target' \
                '-CompatibilityReport	A report of Compare-VM: the same is asked for as then, with what was changed in the report' \
                '-Name	The virtual machine' \
                '-VM	A virtual machine that Get-VM gave' \
                '-DestinationCimSession	A session with the host that it is to go to, of New-CimSession' \
                '-DestinationHost	The host that it is to go to: a name that ssh knows there, or a host of the same simulated fleet' \
                '-DestinationCredential	Whom ssh logs in as at the target: a user name' \
                '-IncludeStorage	The disks are copied too. Without it both hosts have to see them' \
                '-DestinationStoragePath	The folder at the target that the disks are copied to, which is made where it is missing; the one that they are in when none is named' \
                '-Vhds	Where each disk is copied to: tables with SourceFilePath and DestinationFilePath' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-RetainVhdCopiesOnSource	The images at the source are wanted as copies: nothing is said of them' \
                '-CimSession	Sessions with the host that it is on, of New-CimSession' \
                '-ComputerName	The host that it is on' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case move-vmstorage
            printf '%s\n' \
                '-Name	The virtual machine' \
                '-VM	A virtual machine that Get-VM gave' \
                '-DestinationStoragePath	The folder for all its disks. It is made where it is missing' \
                '-VirtualMachinePath	Accepted, without effect on this host: libvirt decides where it keeps that' \
                '-SnapshotFilePath	Accepted, without effect on this host: libvirt decides where it keeps that' \
                '-SmartPagingFilePath	Accepted, without effect on this host: there are no smart paging files on Linux' \
                '-Vhds	Where each disk goes: tables with SourceFilePath and DestinationFilePath. Those that are not named stay' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-RetainVhdCopiesOnSource	The old images stay' \
                '-RemoveSourceUnmanagedVhds	Accepted, without effect on this host: images that a disk built on are nobody\'s to remove: others may build on them' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are looked at on the host, always' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmmigrationnetwork
            printf '%s\n' \
                '-Subnet	The network\'s addresses. Wildcards are allowed' \
                '-Passthru	Hands on the object that was removed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmmigrationnetwork
            printf '%s\n' \
                '-Subnet	The network\'s addresses. Wildcards are allowed' \
                '-NewSubnet	The addresses that it is to have' \
                '-NewPriority	The priority that it is to have' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-Path	The folder in which the folder of the export is made. It is made too where it is missing' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the object that was exported' \
                '-CaptureLiveState	What becomes of a machine that runs. CaptureCrashConsistentState, as without it: its disks are exported as they are at one moment. With the others it is not exported: memory goes into an export only of a machine that is saved, and its guest is not asked' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-vm
            printf '%s\n' \
                '-CompatibilityReport	A report of Compare-VM: the same is imported, with what was changed in the report' \
                '-VirtualMachinePath	Accepted, without effect on this host: libvirt keeps the definitions of virtual machines itself' \
                '-SnapshotFilePath	The folder for what its checkpoints need' \
                '-SmartPagingFilePath	Accepted, without effect on this host: there are no smart paging files on Linux' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Path	The folder that Export-VM made, or the definition in it' \
                '-VhdDestinationPath	The folder that the disks are copied to; /var/lib/libvirt/images without it' \
                '-VhdSourcePath	The folder that the disk images are in, where that is not the export\'s own' \
                '-Register	The machine gets the disks where they are, in the export. That is so without -Copy' \
                '-Copy	The machine gets copies of the disks, and the export stays as it is' \
                '-GenerateNewId	The machine gets an id of its own, and its network adapters too: for a second one beside the first' \
                '-NewName	Linux only: another name. libvirt has one machine for each name' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case checkpoint-vm
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	Virtual machines. Wildcards are allowed' \
                '-SnapshotName	The checkpoint\'s name: any characters that can be seen. Otherwise that of the machine, with the time' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the checkpoint' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmsnapshot
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Id	The id of a checkpoint' \
                '-Name	The checkpoint\'s name. Wildcards are allowed' \
                '-ChildOf	A checkpoint: those that build on it directly' \
                '-ParentOf	A virtual machine or a checkpoint: the one that it builds on' \
                '-SnapshotType	The kind; all of libvirt\'s are Standard' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case restore-vmsnapshot
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Name	The checkpoint\'s name' \
                '-VMName	The virtual machine' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the checkpoint' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmsnapshot
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VMSnapshot	Checkpoints that Get-VMSnapshot gave' \
                '-Name	The checkpoints\' names. Wildcards are allowed' \
                '-IncludeAllChildSnapshots	And all that build on them' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the objects of what was removed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-vmsnapshot
            printf '%s\n' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Name	The checkpoint\'s name' \
                '-VMName	The virtual machine' \
                '-NewName	The name that it is to have: any characters that can be seen' \
                '-Passthru	Hands on the checkpoint' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-vmsnapshot
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMSnapshot	Checkpoints that Get-VMSnapshot gave' \
                '-Name	The checkpoints\' names. Wildcards are allowed' \
                '-Path	The folder in which the folder of the export is made. It is made too where it is missing' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the checkpoints that were exported' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-clustervirtualmachinerole
            printf '%s\n' \
                '-Name	The name of the role. Without it, that of the virtual machine' \
                '-VMName	The name of the virtual machine' \
                '-VirtualMachine	The name of the virtual machine' \
                '-VMId	The id of the virtual machine' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-cluster
            printf '%s\n' \
                '-Name	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Domain	Not supported on this host: clusters are not listed in a domain; name one of its nodes' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clustergroup
            printf '%s\n' \
                '-Name	Roles. Wildcards are allowed' \
                '-VMId	The id of a virtual machine' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusterlog
            printf '%s\n' \
                '-Node	The nodes; all that can be reached without it' \
                '-Destination	The folder that the files are written to; the current one without it' \
                '-TimeSpan	Accepted, without effect on this host: the last lines are written as they are, whenever they were' \
                '-UseLocalTime	Accepted, without effect on this host: the log is in the time of its node in any case' \
                '-SkipClusterState	Accepted, without effect on this host: the log has no summary of the cluster; Get-ClusterGroup shows it' \
                '-Health	Not supported on this host: Pacemaker writes no log of its health. Test-Cluster and Get-ClusterResource show it' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusternetwork
            printf '%s\n' \
                '-Name	Networks: Link 0. Wildcards are allowed' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusternetworkinterface
            printf '%s\n' \
                '-Node	Nodes. Wildcards are allowed' \
                '-Network	Networks: Link 0. Wildcards are allowed' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusternode
            printf '%s\n' \
                '-Name	Nodes. Wildcards are allowed' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusterownernode
            printf '%s\n' \
                '-Resource	The resource: on which nodes may it run?' \
                '-Group	The role: which nodes does it prefer?' \
                '-ResourceType	Not supported on this host: agents are installed on a node or not: ls /usr/lib/ocf/resource.d/iovsh there' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clusterresource
            printf '%s\n' \
                '-Name	Resources. Wildcards are allowed' \
                '-VMId	The id of a virtual machine' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case move-clustergroup
            printf '%s\n' \
                '-Name	The role' \
                '-Node	The node that it is to go to; the one that suits it best without it' \
                '-IgnoreLocked	Accepted, without effect on this host: no role is locked here' \
                '-Wait	How many seconds are waited for it; 0 for not at all' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case move-clustervirtualmachinerole
            printf '%s\n' \
                '-Name	The role' \
                '-Node	The node that it is to go to' \
                '-Cancel	Not supported on this host: a cluster of Pacemaker finishes a move that it has begun. Move it back when it has arrived' \
                '-MigrationType	How: `Live` with its memory, which is the default, or `Shutdown`: stopped here and started there' \
                '-IgnoreLocked	Accepted, without effect on this host: no role is locked here' \
                '-VMId	The id of the virtual machine' \
                '-Wait	How many seconds are waited for it; 0 for not at all' \
                '-Rebalance	Linux only. Looks for roles that lack the virtual functions that they wish for and would have them on another node, and moves them there, each after a question' \
                '-Limit	Linux only. How many roles -Rebalance moves at the most. 1 without it' \
                '-Force	Linux only. -Rebalance moves without a question' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-clustergroup
            printf '%s\n' \
                '-VMId	The id of the virtual machine' \
                '-Name	The roles. Wildcards are allowed' \
                '-Force	Without a question' \
                '-RemoveResources	With its resource: a role of a virtual machine always has one' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case resume-clusternode
            printf '%s\n' \
                '-Name	The nodes' \
                '-Failback	What becomes of roles that prefer it: `Immediate` brings them back at once, the others leave them' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-clusterownernode
            printf '%s\n' \
                '-Resource	The resource: where may it run?' \
                '-Group	The role: which nodes does it prefer?' \
                '-Owners	The nodes' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-clustergroup
            printf '%s\n' \
                '-Name	The role' \
                '-IgnoreLocked	Accepted, without effect on this host: no role is locked here' \
                '-ChooseBestNode	Accepted, without effect on this host: the cluster always chooses the best node' \
                '-Wait	How many seconds are waited for it; 0 for not at all' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-clustergroup
            printf '%s\n' \
                '-Name	The role' \
                '-IgnoreLocked	Accepted, without effect on this host: no role is locked here' \
                '-Wait	How many seconds are waited for it; 0 for not at all' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case suspend-clusternode
            printf '%s\n' \
                '-Name	The nodes' \
                '-Drain	Its roles go to other nodes' \
                '-ForceDrain	Accepted, without effect on this host: a role that cannot be moved is stopped and started elsewhere by Pacemaker in any case' \
                '-Wait	Waits until its roles have gone' \
                '-TargetNode	The node that they go to' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-cluster
            printf '%s\n' \
                '-Node	The nodes; all of the cluster without it' \
                '-Disk	Accepted, without effect on this host: disks are tested with the virtual machines that have them' \
                '-Pool	Accepted, without effect on this host: there are no pools of disks here' \
                '-ReportName	Accepted, without effect on this host: the results are objects; Export-Csv and ConvertTo-Html make a file of them' \
                '-List	Lists the tests, and runs none' \
                '-Include	Runs these tests, or those of these categories, alone' \
                '-Ignore	Does not run these tests, or those of these categories' \
                '-Force	Accepted, without effect on this host: nothing is asked: no test changes anything' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-vmplacement
            printf '%s\n' \
                '-HostCount	How many hosts' \
                '-VMCount	How many virtual machines' \
                '-VFsPerHost	Virtual functions of a host' \
                '-MemoryPerHost	Memory of a host for virtual machines, in bytes' \
                '-ProcessorsPerHost	Virtual processors that a host takes' \
                '-VMMemory	Memory of the smallest virtual machine, in bytes' \
                '-VMProcessorCount	Virtual processors of a virtual machine' \
                '-WishPercent	How many of a hundred virtual machines wish for a virtual function' \
                '-FailedHosts	How many hosts fail at once: a result for each number' \
                '-Seed	Another fleet of the same numbers' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case update-clustervirtualmachineconfiguration
            printf '%s\n' \
                '-Name	The role' \
                '-VMId	The id of the virtual machine' \
                '-InputObject	An object that another command gave: a cluster, node, role, resource or virtual machine' \
                '-Cluster	The cluster: its name, or the name of one of its nodes. Without it, that of the selected host' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmharddiskdrive
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMDriveController	A controller that Get-VMScsiController or Get-VMIdeController gave' \
                '-ControllerType	The kind of controller: SCSI, where disks come and go while the machine runs, or IDE' \
                '-ControllerNumber	The controller\'s number' \
                '-ControllerLocation	The place at the controller: 0 to 63, of IDE 0 and 1' \
                '-Path	The image, or a block device of the host' \
                '-DiskNumber	Not supported on this host: disks of the host have no numbers on Linux: give the block device with -Path, for example /dev/sdb' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-SupportPersistentReservations	Other machines may have it too and write to it (a shareable disk): they have to agree among themselves' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are looked at on the host, always' \
                '-MaximumIOPS	The most requests a second; 0: no limit' \
                '-MinimumIOPS	Accepted, without effect on this host: QEMU limits disks and reserves nothing for them' \
                '-QoSPolicyID	Not supported on this host: there are no storage policies of a cluster; limit the disk itself with -MaximumIOPS' \
                '-QoSPolicy	Not supported on this host: there are no storage policies of a cluster; limit the disk itself with -MaximumIOPS' \
                '-Passthru	Hands on the new disk' \
                '-OverrideCacheAttributes	Accepted, without effect on this host: the guest itself asks for what it wants hardened; QEMU obeys that' \
                '-Format	Linux only: the image\'s format, where it is not to be read from the image itself' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmharddiskdrive
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: the disks that the machine had then' \
                '-ControllerLocation	Only the disk at this place of its controller' \
                '-VMDriveController	Controllers that Get-VMScsiController or Get-VMIdeController gave' \
                '-ControllerNumber	Only disks of controllers with this number' \
                '-ControllerType	Only disks of controllers of this kind' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmharddiskdrive
            printf '%s\n' \
                '-VMHardDiskDrive	Disks that Get-VMHardDiskDrive gave' \
                '-VMName	The virtual machine' \
                '-ControllerType	The kind of its controller' \
                '-ControllerNumber	Its controller\'s number' \
                '-ControllerLocation	Its place at the controller' \
                '-Path	Another image' \
                '-ToControllerType	The kind of controller that it is to be plugged into' \
                '-ToControllerNumber	The number of the controller that it is to be plugged into' \
                '-ToControllerLocation	The place that it is to have there' \
                '-DiskNumber	Not supported: disks of the host have no numbers on Linux' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-SupportPersistentReservations	Other machines may have it too and write to it' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are looked at on the host, always' \
                '-MaximumIOPS	The most requests a second; 0: no limit' \
                '-MinimumIOPS	Accepted, without effect on this host: QEMU limits disks and reserves nothing for them' \
                '-QoSPolicyID	Not supported on this host: there are no storage policies of a cluster; limit the disk itself with -MaximumIOPS' \
                '-QoSPolicy	Not supported on this host: there are no storage policies of a cluster; limit the disk itself with -MaximumIOPS' \
                '-Passthru	Hands on the disks as they are then' \
                '-OverrideCacheAttributes	Accepted, without effect on this host: the guest itself asks for what it wants hardened; QEMU obeys that' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmharddiskdrive
            printf '%s\n' \
                '-VMName	The virtual machine' \
                '-VMHardDiskDrive	Disks that Get-VMHardDiskDrive gave' \
                '-ControllerType	The kind of its controller' \
                '-ControllerNumber	Its controller\'s number' \
                '-ControllerLocation	Its place at the controller' \
                '-Passthru	Hands on what was removed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmdvddrive
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMDriveController	Controllers that Get-VMScsiController or Get-VMIdeController gave' \
                '-ControllerNumber	The controller\'s number: of the kind that the machine\'s drives usually have' \
                '-ControllerLocation	The place at the controller' \
                '-Path	The disc image, or a drive of the host: /dev/sr0' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are looked at on the host, always' \
                '-Passthru	Hands on the new drive' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmdvddrive
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-ControllerLocation	Only the drive at this place of its controller' \
                '-ControllerNumber	Only drives of controllers with this number' \
                '-VMDriveController	Controllers that Get-VMScsiController or Get-VMIdeController gave' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: the drives that the machine had then' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmdvddrive
            printf '%s\n' \
                '-VMDvdDrive	DVD drives that Get-VMDvdDrive gave' \
                '-VMName	The virtual machine' \
                '-ControllerNumber	Its controller\'s number' \
                '-ControllerLocation	Its place at the controller' \
                '-ToControllerNumber	The number of the controller that it is to be plugged into' \
                '-ToControllerLocation	The place that it is to have there' \
                '-Path	The disc image. $null or an empty text takes the disc out' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools on Linux' \
                '-AllowUnverifiedPaths	Accepted, without effect on this host: paths are looked at on the host, always' \
                '-Passthru	Hands on the drives as they are then' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmdvddrive
            printf '%s\n' \
                '-VMName	The virtual machine' \
                '-VMDvdDrive	DVD drives that Get-VMDvdDrive gave' \
                '-ControllerNumber	Its controller\'s number' \
                '-ControllerLocation	Its place at the controller' \
                '-Passthru	Hands on what was removed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmscsicontroller
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Passthru	Hands on the new controller' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmscsicontroller
            printf '%s\n' \
                '-VMSnapshot	Not supported on this host: Get-VMHardDiskDrive -VMSnapshot and Get-VMDvdDrive -VMSnapshot give the drives of a checkpoint with their places' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ControllerNumber	Only the controller with this number' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmscsicontroller
            printf '%s\n' \
                '-VMScsiController	Controllers that Get-VMScsiController gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ControllerNumber	The controller\'s number' \
                '-Passthru	Hands on what was removed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmidecontroller
            printf '%s\n' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMSnapshot	Not supported on this host: Get-VMHardDiskDrive -VMSnapshot and Get-VMDvdDrive -VMSnapshot give the drives of a checkpoint with their places' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ControllerNumber	Only the controller with this number' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-vhd
            printf '%s\n' \
                '-Path	The new images' \
                '-ParentPath	The image that they build on: they hold what differs from it' \
                '-SizeBytes	The size of the disk' \
                '-SourceDisk	Not supported on this host: disks of the host have no numbers on Linux: Convert-VHD /dev/sdb copies one' \
                '-Dynamic	It grows as it is written to. So it is without a word about it' \
                '-Fixed	All of its size is taken at once' \
                '-Differencing	It holds what differs from -ParentPath' \
                '-BlockSizeBytes	The blocks that it grows by: of qcow2 512 to 2 MB, of VHDX 1 MB to 256 MB' \
                '-LogicalSectorSizeBytes	Accepted, without effect on this host: QEMU shows sectors of 512 bytes, whatever the image says' \
                '-PhysicalSectorSizeBytes	Accepted, without effect on this host: QEMU shows sectors of 512 bytes, whatever the image says' \
                '-AddressAbstractionType	Not supported on this host: there is no persistent memory in images here' \
                '-DataAlignmentBytes	Accepted, without effect on this host: the formats align what they hold by themselves' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Format	Linux only: the format, whatever the name says' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vhd
            printf '%s\n' \
                '-DiskNumber	The number of the block device that shows an image: 1000 is /dev/nbd0' \
                '-Path	The images' \
                '-VMId	Ids of virtual machines: their disks' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vhd
            printf '%s\n' \
                '-Path	The image' \
                '-ParentPath	What it builds on from now on' \
                '-LeafPath	Accepted, without effect on this host: an image that builds on this one is not touched' \
                '-PhysicalSectorSizeBytes	Not supported on this host: QEMU shows sectors of 512 bytes, whatever the image says' \
                '-ResetDiskIdentifier	Not supported on this host: qemu-img writes no new identifier; Convert-VHD makes a copy with one of its own' \
                '-Force	Without a question' \
                '-IgnoreIdMismatch	Although its size is another one than that of what it is to build on' \
                '-Passthru	Hands on the image as it is then' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case resize-vhd
            printf '%s\n' \
                '-Path	The images' \
                '-SizeBytes	The new size' \
                '-ToMinimumSize	Not supported on this host: what is used of a disk is known inside the guest: say the size with -SizeBytes -AllowShrink' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the images as they are then' \
                '-AllowShrink	Linux only: it may become smaller. What is behind the new end is lost' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convert-vhd
            printf '%s\n' \
                '-Path	The image' \
                '-DestinationPath	The copy' \
                '-VHDType	Dynamic or Fixed; without it as the image is' \
                '-ParentPath	Not supported on this host: a copy holds all of the disk; New-VHD -ParentPath makes one that builds on another' \
                '-BlockSizeBytes	The blocks that the copy grows by' \
                '-DeleteSource	The image is removed when the copy is there' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the copy' \
                '-AddressAbstractionType	Not supported on this host: there is no persistent memory in images here' \
                '-Format	Linux only: the format of the copy, whatever its name says' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case optimize-vhd
            printf '%s\n' \
                '-Path	The images' \
                '-Mode	Full is what is done whatever is asked for: all that is zero is left out' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the images as they are then' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case merge-vhd
            printf '%s\n' \
                '-Path	The image' \
                '-DestinationPath	The image that it is merged into, one that it builds on; without it the next one' \
                '-Force	Without a question' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-Passthru	Hands on the image that it was merged into, where that was named' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case mount-vhd
            printf '%s\n' \
                '-Path	The images' \
                '-NoDriveLetter	Accepted, without effect on this host: Linux mounts nothing by itself: mount /dev/nbd0p1 /mnt does' \
                '-ReadOnly	Nothing is written to it' \
                '-SnapshotId	Not supported on this host: images here hold no snapshots of VHD sets' \
                '-Passthru	Hands on the images, with their devices' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case dismount-vhd
            printf '%s\n' \
                '-DiskNumber	The number of the block device: 1000 is /dev/nbd0' \
                '-Path	The images' \
                '-SnapshotId	Not supported on this host: images here hold no snapshots of VHD sets' \
                '-Passthru	Hands on the images as they are then' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-vhd
            printf '%s\n' \
                '-Path	The images' \
                '-SupportPersistentReservations	Not supported on this host: any image that QEMU can lock can be shared: Add-VMHardDiskDrive -SupportPersistentReservations' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-disk
            printf '%s\n' \
                '-Number	Numbers of disks' \
                '-UniqueId	The names that no other disks have. Wildcards are allowed' \
                '-FriendlyName	What they are called. Wildcards are allowed' \
                '-SerialNumber	Serial numbers. Wildcards are allowed' \
                '-Path	Devices: /dev/sda. Wildcards are allowed' \
                '-Partition	Partitions, whose disks are meant' \
                '-VirtualDisk	Not supported on this host: Linux has no virtual disks of storage pools; what LVM and RAID make is a volume here' \
                '-iSCSISession	Not supported on this host: sessions of iSCSI are shown by: iscsiadm -m session -P 3' \
                '-iSCSIConnection	Not supported on this host: sessions of iSCSI are shown by: iscsiadm -m session -P 3' \
                '-StorageSubSystem	Not supported on this host: Linux has no storage subsystems of Windows\' kind' \
                '-StorageNode	Not supported on this host: Linux has no storage nodes of Windows\' kind' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-partition
            printf '%s\n' \
                '-DiskNumber	Numbers of disks' \
                '-PartitionNumber	Numbers of partitions' \
                '-DiskId	Disks, by their devices' \
                '-Offset	Where they begin, in bytes' \
                '-DriveLetter	Not supported on this host: Linux has no drive letters: \'Get-Volume -FilePath /srv | Get-Partition\' finds the partition of a folder' \
                '-UniqueId	Ids of partitions. Wildcards are allowed' \
                '-Disk	Disks, of Get-Disk' \
                '-Volume	File systems, of Get-Volume' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-physicaldisk
            printf '%s\n' \
                '-UniqueId	The names that no other disks have. Wildcards are allowed' \
                '-FriendlyName	What they are called. Wildcards are allowed' \
                '-SerialNumber	Serial numbers. Wildcards are allowed' \
                '-DeviceNumber	Numbers of disks' \
                '-CanPool	Whether they can go into a storage pool of Windows\' kind, which no disk can here' \
                '-Manufacturer	Who made them. Wildcards are allowed' \
                '-Model	Their models. Wildcards are allowed' \
                '-VirtualDisk	Not supported on this host: Linux has no virtual disks of storage pools' \
                '-StoragePool	Not supported on this host: Linux has no storage pools of Windows\' kind; pvs shows the disks of LVM' \
                '-StorageSubsystem	Not supported on this host: Linux has no storage subsystems of Windows\' kind' \
                '-StorageNode	Not supported on this host: Linux has no storage nodes of Windows\' kind' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-volume
            printf '%s\n' \
                '-DriveLetter	Not supported on this host: Linux has no drive letters: name a folder with -FilePath' \
                '-UniqueId	Ids of file systems. Wildcards are allowed' \
                '-FileSystemLabel	Labels. Wildcards are allowed' \
                '-Path	Devices: /dev/sda1. Wildcards are allowed' \
                '-FilePath	A file or folder: the file system that it is on, by its path. Symbolic links are not followed' \
                '-Partition	Partitions, of Get-Partition' \
                '-Disk	Linux only: disks, of Get-Disk, for all file systems that lie on them' \
                '-AsJob	Runs in a background job, which Receive-Job reads' \
                '-ThrottleLimit	How many hosts are asked at once; 0 is as many as usual, 32' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapter
            printf '%s\n' \
                '-IsLegacy	Only emulated adapters, or only the others' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Name	The adapter\'s name. Wildcards are allowed' \
                '-All	The adapters of all virtual machines and of the host' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMSnapshot	A checkpoint that Get-VMSnapshot gave: the adapters that the machine had then' \
                '-SwitchName	Only adapters on this switch' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadaptervlan
            printf '%s\n' \
                '-VMSnapshot	Not supported on this host: Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings' \
                '-VMName	Virtual machines; all, and the host, when it is not given. Wildcards are allowed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapter
            printf '%s\n' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMName	The virtual machine. Wildcards are allowed' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Name	The adapter\'s name. Wildcards are allowed' \
                '-DynamicMacAddress	Takes an address from the host\'s pool' \
                '-MediaType	Accepted, without effect on this host: virtio adapters are Ethernet' \
                '-NumaAwarePlacement	Accepted, without effect on this host: virtual functions on the machine\'s NUMA node are always preferred' \
                '-InterruptModeration	Accepted, without effect on this host: the guest\'s driver decides' \
                '-StaticMacAddress	The MAC address: 12 hexadecimal digits, also with hyphens or colons' \
                '-MacAddressSpoofing	Whether the guest may send with other MAC addresses than the adapter\'s; if not, such frames are dropped on both paths' \
                '-DhcpGuard	Drops answers of DHCP servers from the guest. A virtual function cannot do that, so the adapter stays paravirtual' \
                '-RouterGuard	Drops router advertisements from the guest. A virtual function cannot do that, so the adapter stays paravirtual' \
                '-PortMirroring	Mirrors the adapter\'s traffic. A virtual function cannot do that, so the adapter stays paravirtual' \
                '-IeeePriorityTag	Whether priority tags (IEEE 802.1p) that the guest puts on frames go on as they are, which they do unless this was Off; Off takes them off. A virtual function without a VLAN cannot do that, so with Off the adapter stays paravirtual' \
                '-VmqWeight	Accepted, without effect on this host: it is kept and reported; virtio adapters have queue pairs instead of VMQ' \
                '-IovWeight	0 turns SR-IOV off. 1 to 100 asks for a virtual function; of those that wait for one, also of machines that one command starts, the higher weight is served first. Who has one keeps it, unless Set-VMHost -IovPreemptionEnabled $true' \
                '-IovQueuePairsRequested	Queue pairs that the virtual function is to have. It is kept and reported; what decides instead with the driver of the switch\'s network adapter is said' \
                '-IovInterruptModeration	How interrupts of the virtual function are moderated. Accepted, without effect on this host: it is kept and reported; the guest\'s driver moderates its interrupts' \
                '-IPsecOffloadMaximumSecurityAssociation	Accepted, without effect on this host: virtio adapters do not offload IPsec' \
                '-MaximumBandwidth	The most that the adapter may send, in bits per second; 0 is no limit. It is kept as given; the kernel limits in whole Mbit/s, rounded up' \
                '-MinimumBandwidthAbsolute	What the adapter is sure to get of the switch\'s uplink when that is busy, in bits per second; 0 is none. The uplink is divided for the paravirtual path (tc\'s htb); a virtual function is given it where its driver can' \
                '-MinimumBandwidthWeight	The same as a part of the uplink: 1 to 100 beside the weights of the switch\'s other adapters, 0 is none. What they leave of 100 is of everything else. A virtual function is not held to it' \
                '-MandatoryFeatureId	Accepted, without effect on this host: Linux bridges have no extensions' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-TestReplicaPoolName	Accepted, without effect on this host: there is no replication of virtual machines on this host' \
                '-TestReplicaSwitchName	Accepted, without effect on this host: there is no replication of virtual machines on this host' \
                '-VirtualSubnetId	Accepted, without effect on this host: network virtualization is not part of this host' \
                '-AllowTeaming	Whether the adapter may be a member of a team inside the guest' \
                '-NotMonitoredInCluster	Accepted, without effect on this host: the host is not part of a failover cluster' \
                '-StormLimit	Broadcast and multicast frames that the guest may send in a second; more are dropped, 0 is no limit. A virtual function cannot do that, so the adapter stays paravirtual. It needs Linux 5.12' \
                '-DynamicIPAddressLimit	Accepted, without effect on this host: a bridge does not count addresses of a port' \
                '-DeviceNaming	Whether firmware tells the guest a number for the adapter, from its next start on: Linux calls the device eno1, eno2 and so on, wherever it is on the PCI bus. The adapter\'s name itself does not reach a guest on KVM' \
                '-FixSpeed10G	Accepted, without effect on this host: virtio adapters have no fixed speed' \
                '-PacketDirectNumProcs	Accepted, without effect on this host: there is no packet direct on Linux; a virtual function is the direct path' \
                '-PacketDirectModerationCount	Accepted, without effect on this host: there is no packet direct on Linux; a virtual function is the direct path' \
                '-PacketDirectModerationInterval	Accepted, without effect on this host: there is no packet direct on Linux; a virtual function is the direct path' \
                '-VrssEnabled	Whether the guest may spread what it receives over its processors: with $false the adapter has one queue pair, from its next start on' \
                '-VmmqEnabled	Whether the host may spread the adapter over several queues: with $false it has one queue pair, from its next start on' \
                '-VrssMaxQueuePairs	The most queue pairs of the paravirtual path, 1 to 256, from the next start on; 16 where only -VrssEnabled or -VmmqEnabled was given. A guest uses no more than it has processors' \
                '-VrssMinQueuePairs	Accepted, without effect on this host: receive scaling of a virtio adapter is the guest\'s own business' \
                '-VrssQueueSchedulingMode	Accepted, without effect on this host: receive scaling of a virtio adapter is the guest\'s own business' \
                '-VrssExcludePrimaryProcessor	Accepted, without effect on this host: receive scaling of a virtio adapter is the guest\'s own business' \
                '-VrssIndependentHostSpreading	Accepted, without effect on this host: receive scaling of a virtio adapter is the guest\'s own business' \
                '-VrssVmbusChannelAffinityPolicy	Accepted, without effect on this host: receive scaling of a virtio adapter is the guest\'s own business' \
                '-Mtu	Linux only: the MTU that the guest is told, from its next start on; 0 leaves it to the guest. The network adapters of the switch need at least as much (Set-VMSwitch -Mtu)' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadaptervlan
            printf '%s\n' \
                '-Untagged	No VLAN: untagged on the wire' \
                '-Access	One VLAN, of which the guest knows nothing' \
                '-VlanId	The VLAN for -Access, 1 to 4094' \
                '-Trunk	Several VLANs, whose tags the guest handles itself' \
                '-NativeVlanId	For -Trunk: the VLAN of the guest\'s untagged frames; 0 leaves them untagged on the wire' \
                '-AllowedVlanIdList	For -Trunk: the VLANs that the guest may use, for example 100-110,200' \
                '-Isolated	Not supported on this host: a Linux bridge has no private VLANs' \
                '-Community	Not supported on this host: a Linux bridge has no private VLANs' \
                '-Promiscuous	Not supported on this host: a Linux bridge has no private VLANs' \
                '-PrimaryVlanId	Not supported on this host: a Linux bridge has no private VLANs' \
                '-SecondaryVlanId	Not supported on this host: a Linux bridge has no private VLANs' \
                '-SecondaryVlanIdList	Not supported on this host: a Linux bridge has no private VLANs' \
                '-Passthru	Hands on the settings that were changed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmnetworkadapter
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-ManagementOS	Gives the host itself an adapter on the switch' \
                '-SwitchName	The switch that it is connected to; nothing when it is not given. -ManagementOS needs one where there are several' \
                '-IsLegacy	An emulated NIC (e1000e) instead of a virtio one, for guests without a virtio driver. No virtual function ever joins it' \
                '-Name	The adapter\'s name; \'Network Adapter\' when it is not given, and that of the switch with -ManagementOS' \
                '-DynamicMacAddress	Takes an address from the host\'s pool' \
                '-NumaAwarePlacement	Accepted, without effect on this host: virtual functions on the machine\'s NUMA node are always preferred' \
                '-StaticMacAddress	The MAC address: 12 hexadecimal digits, also with hyphens or colons' \
                '-Passthru	Hands on the object that was changed' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-VM	Virtual machines that Get-VM gave' \
                '-DeviceNaming	Accepted, without effect on this host: the guest names its devices by their place on the PCI bus' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmnetworkadapter
            printf '%s\n' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	Removes an adapter of the host itself' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-Name	The adapter\'s name. Wildcards are allowed. Without it all adapters of the virtual machine are meant' \
                '-SwitchName	With -ManagementOS: the switch that it is on' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-vmnetworkadapter
            printf '%s\n' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Name	The adapter\'s name. Wildcards are allowed' \
                '-NewName	The new name' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case connect-vmnetworkadapter
            printf '%s\n' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-Name	Names of adapters. Wildcards are allowed' \
                '-SwitchName	The switch' \
                '-VMSwitch	A switch that Get-VMSwitch gave' \
                '-UseAutomaticConnection	Connects to the only switch there is' \
                '-Passthru	Hands on the object that was changed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disconnect-vmnetworkadapter
            printf '%s\n' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-Name	Names of adapters. Wildcards are allowed' \
                '-Passthru	Hands on the object that was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapteracl
            printf '%s\n' \
                '-VMSnapshot	Not supported on this host: Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings' \
                '-VMName	Virtual machines; all, and the host, when it is not given. Wildcards are allowed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmnetworkadapteracl
            printf '%s\n' \
                '-Action	Allow, Deny, or Meter to count' \
                '-Direction	Seen from the virtual machine: Inbound, Outbound or Both' \
                '-LocalIPAddress	Addresses of the virtual machine, also with a prefix length: 192.0.2.1, 192.0.2.0/24, fd00::/8; ANY is all' \
                '-LocalMacAddress	MAC addresses of the virtual machine; ANY is all' \
                '-RemoteIPAddress	Addresses of whom it talks with, also with a prefix length; ANY is all' \
                '-RemoteMacAddress	MAC addresses of whom it talks with; ANY is all' \
                '-Passthru	Hands on the ACLs that were added' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmnetworkadapteracl
            printf '%s\n' \
                '-InputObject	ACLs that Get-VMNetworkAdapterAcl gave' \
                '-Action	What it does: Allow, Deny or Meter' \
                '-Direction	Seen from the virtual machine: Inbound, Outbound or Both' \
                '-LocalIPAddress	Addresses of the virtual machine; ANY is the ACL for all' \
                '-LocalMacAddress	MAC addresses of the virtual machine; ANY is the ACL for all' \
                '-RemoteIPAddress	Addresses of whom it talks with; ANY is the ACL for all' \
                '-RemoteMacAddress	MAC addresses of whom it talks with; ANY is the ACL for all' \
                '-Passthru	Hands on the ACLs that were removed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterextendedacl
            printf '%s\n' \
                '-VMSnapshot	Not supported on this host: Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings' \
                '-VMName	Virtual machines; all, and the host, when it is not given. Wildcards are allowed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmnetworkadapterextendedacl
            printf '%s\n' \
                '-Action	Allow or Deny' \
                '-Direction	Seen from the virtual machine: Inbound or Outbound' \
                '-LocalIPAddress	The virtual machine\'s address, also with a prefix length' \
                '-RemoteIPAddress	The address of whom it talks with, also with a prefix length' \
                '-LocalPort	The virtual machine\'s port, or ports: 80, 8000-8010. Only with -Protocol TCP or UDP' \
                '-RemotePort	The port or ports of whom it talks with. Only with -Protocol TCP or UDP' \
                '-Protocol	TCP, UDP, or the number of what IP carries, 1 to 255' \
                '-Weight	1 to 65535, unique for each direction; higher ones are looked at first' \
                '-Stateful	Only $false: every packet is looked at by itself' \
                '-IdleSessionTimeout	Of stateful ACLs; not supported. Not supported on this host: filters of a port look at every packet by itself; add an ACL for the answers' \
                '-IsolationID	Of routing domains; not supported. Not supported on this host: there are no routing domains, which belong to network virtualization' \
                '-Passthru	Hands on the ACL that was added' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmnetworkadapterextendedacl
            printf '%s\n' \
                '-InputObject	ACLs that Get-VMNetworkAdapterExtendedAcl gave' \
                '-Weight	Its weight' \
                '-Direction	Its direction: Inbound or Outbound' \
                '-Passthru	Hands on the ACLs that were removed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterisolation
            printf '%s\n' \
                '-VMSnapshot	Not supported on this host: Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings' \
                '-VMName	Virtual machines; all, and the host, when it is not given. Wildcards are allowed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapterisolation
            printf '%s\n' \
                '-IsolationMode	Vlan or None' \
                '-AllowUntaggedTraffic	Only $true with a VLAN: the guest knows nothing of it, so what it sends is untagged' \
                '-DefaultIsolationID	The VLAN, 1 to 4094' \
                '-MultiTenantStack	Of virtual subnets; not supported' \
                '-Passthru	Hands on the settings that were changed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterteammapping
            printf '%s\n' \
                '-Name	The adapter\'s name' \
                '-SwitchName	The switch of the host\'s own adapter' \
                '-ManagementOS	The host\'s own adapter, not that of a virtual machine' \
                '-VMName	The virtual machine' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapterteammapping
            printf '%s\n' \
                '-VMNetworkAdapterName	The adapter\'s name' \
                '-PhysicalNetAdapterName	Interface name of the member of the team' \
                '-DisableOnFailover	What is turned off when the member fails; only None' \
                '-SwitchName	The switch of the host\'s own adapter' \
                '-ManagementOS	The host\'s own adapter, not that of a virtual machine' \
                '-VMName	The virtual machine' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmnetworkadapterteammapping
            printf '%s\n' \
                '-Name	The adapter\'s name' \
                '-SwitchName	The switch of the host\'s own adapter' \
                '-ManagementOS	The host\'s own adapter, not that of a virtual machine' \
                '-VMName	The virtual machine' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case show-vmnetworktopology
            printf '%s\n' \
                '-VMName	Only these virtual machines and the switches that they are at' \
                '-SwitchName	Only these switches' \
                '-VM	The same of virtual machines that Get-VM gave, a picture for each that a pipeline hands on' \
                '-VMSwitch	The same of switches that Get-VMSwitch gave' \
                '-As	How it is written' \
                '-Color	The lines for a terminal have its colours' \
                '-Full	Every adapter, however many there are' \
                '-Watch	Draws it again whenever it has changed, below an empty line, until Ctrl+C' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmnetworkadapterroutingdomainmapping
            printf '%s\n' \
                '-RoutingDomainID	The domain\'s id' \
                '-RoutingDomainName	The domain\'s name' \
                '-IsolationID	Subnets of the domain' \
                '-IsolationName	Names of the subnets' \
                '-Passthru	Hands on what was changed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapterroutingdomainmapping
            printf '%s\n' \
                '-InputObject	Mappings that Get-VMNetworkAdapterRoutingDomainMapping gave' \
                '-RoutingDomainID	The domain\'s id' \
                '-RoutingDomainName	The domain\'s name' \
                '-NewRoutingDomainName	Another name' \
                '-IsolationID	Subnets of the domain' \
                '-IsolationName	Names of the subnets' \
                '-Passthru	Hands on what was changed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmnetworkadapterroutingdomainmapping
            printf '%s\n' \
                '-InputObject	Mappings that Get-VMNetworkAdapterRoutingDomainMapping gave' \
                '-RoutingDomainID	The domain\'s id' \
                '-RoutingDomainName	The domain\'s name' \
                '-Passthru	Hands on what was changed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterroutingdomainmapping
            printf '%s\n' \
                '-RoutingDomainID	The domain\'s id' \
                '-RoutingDomainName	The domain\'s name' \
                '-VMSnapshot	Not supported on this host: Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings' \
                '-VMName	Virtual machines; all, and the host, when it is not given. Wildcards are allowed' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-ManagementOS	The host\'s own adapters, not those of virtual machines' \
                '-VMNetworkAdapterName	The adapter\'s name. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterrdma
            printf '%s\n' \
                '-Name	The adapter\'s name' \
                '-SwitchName	The switch of the host\'s own adapter' \
                '-ManagementOS	The host\'s own adapter, not that of a virtual machine' \
                '-VMName	The virtual machine' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapterrdma
            printf '%s\n' \
                '-Name	The adapter\'s name' \
                '-RdmaWeight	0 is off' \
                '-ManagementOS	The host\'s own adapter, not that of a virtual machine' \
                '-VMName	The virtual machine' \
                '-VMNetworkAdapter	An adapter that Get-VMNetworkAdapter gave' \
                '-VM	A virtual machine that Get-VM gave' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmnetworkadapterfailoverconfiguration
            printf '%s\n' \
                '-VMName	Virtual machines' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-VMNetworkAdapterName	The adapter\'s name' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-vmnetworkadapterfailoverconfiguration
            printf '%s\n' \
                '-VMName	Virtual machines' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-VMNetworkAdapterName	The adapter\'s name' \
                '-IPv4Address	For the machine on its replica: an IPv4 address' \
                '-IPv6Address	For the machine on its replica: an IPv6 address' \
                '-IPv4SubnetMask	For the machine on its replica: the mask' \
                '-IPv6SubnetPrefixLength	For the machine on its replica: the prefix length' \
                '-IPv4PreferredDNSServer	For the machine on its replica: a DNS server' \
                '-IPv4AlternateDNSServer	For the machine on its replica: another DNS server' \
                '-IPv6PreferredDNSServer	For the machine on its replica: a DNS server' \
                '-IPv6AlternateDNSServer	For the machine on its replica: another DNS server' \
                '-IPv4DefaultGateway	For the machine on its replica: the gateway' \
                '-IPv6DefaultGateway	For the machine on its replica: the gateway' \
                '-ClearFailoverIPv4Settings	For the machine on its replica: no IPv4 settings' \
                '-ClearFailoverIPv6Settings	For the machine on its replica: no IPv6 settings' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-vmnetworkadapter
            printf '%s\n' \
                '-VMName	Virtual machines' \
                '-VM	Virtual machines that Get-VM gave' \
                '-VMNetworkAdapter	Adapters that Get-VMNetworkAdapter gave' \
                '-Name	The adapter\'s name' \
                '-Sender	The machine sends' \
                '-Receiver	The machine receives' \
                '-SenderIPAddress	From' \
                '-ReceiverIPAddress	To' \
                '-NextHopMacAddress	The next hop' \
                '-IsolationId	The VLAN' \
                '-SequenceNumber	The packet\'s number' \
                '-PayloadSize	Bytes' \
                '-Passthru	Hands on what was changed' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmhostassignabledevice
            printf '%s\n' \
                '-InstancePath	Only the device with this instance id' \
                '-LocationPath	Only the device at this location path or PCI address' \
                '-ResourcePoolName	Not supported on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-All	Linux only: also the devices that the host has' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case dismount-vmhostassignabledevice
            printf '%s\n' \
                '-InstancePath	The device, by its instance id' \
                '-LocationPath	The device, by its location path or its PCI address' \
                '-Force	Also a device that the host seems to need, that shares its IOMMU group, or that cannot be reset' \
                '-Passthru	Hands on the device' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case mount-vmhostassignabledevice
            printf '%s\n' \
                '-HostAssignableDevice	Devices that Get-VMHostAssignableDevice gave' \
                '-InstancePath	The device, by its instance id' \
                '-LocationPath	The device, by its location path or its PCI address' \
                '-Passthru	Hands on the device' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-vmassignabledevice
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-InstancePath	Only the device with this instance id' \
                '-LocationPath	Only the device at this location path or PCI address' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-vmassignabledevice
            printf '%s\n' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-VM	Virtual machines that Get-VM gave' \
                '-InstancePath	The device, by its instance id' \
                '-LocationPath	The device, by its location path or its PCI address' \
                '-VirtualFunction	A virtual function of the device; not supported: that is what -IovWeight is for. Not supported on this host: virtual functions are allocated by Set-VMNetworkAdapter -IovWeight' \
                '-ResourcePoolName	Accepted, without effect on this host: there are no resource pools; every switch and adapter belongs to the host itself' \
                '-Passthru	Hands on the device' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-vmassignabledevice
            printf '%s\n' \
                '-VMAssignableDevice	Devices that Get-VMAssignableDevice gave' \
                '-VMName	Virtual machines. Wildcards are allowed' \
                '-InstancePath	The device, by its instance id' \
                '-LocationPath	The device, by its location path or its PCI address' \
                '-Passthru	Hands on the device' \
                '-CimSession	Sessions with other hosts, of New-CimSession' \
                '-ComputerName	The hosts: names that ssh knows, or hosts of a simulated fleet' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-content
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed; a file that is not there is made' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-Value	What is written, each value as a line' \
                '-PassThru	Hands on what was written' \
                '-Filter	Only files whose names match, with regard to case' \
                '-Include	Only files whose names match one of these patterns' \
                '-Exclude	No files whose names match one of these patterns' \
                '-Force	Read-only files too' \
                '-NoNewline	No line end after each value' \
                '-Encoding	How text becomes bytes' \
                '-AsByteStream	The values are bytes' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-content
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-Filter	Only files whose names match, with regard to case' \
                '-Include	Only files whose names match one of these patterns' \
                '-Exclude	No files whose names match one of these patterns' \
                '-Force	Read-only files too' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-dnsclientcache
            printf '%s\n' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-item
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-Force	Read-only items too' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convert-path
            printf '%s\n' \
                '-Path	The paths. Wildcards are allowed' \
                '-LiteralPath	The paths, taken as they are' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case copy-item
            printf '%s\n' \
                '-Path	What is copied. Wildcards are allowed' \
                '-LiteralPath	What is copied, by names that are taken as they are' \
                '-Destination	Where to: into it when it is a directory. The current location when left out' \
                '-Container	Keeps directories as directories. Without it (`-Container:$false`) all files land in one place' \
                '-Recurse	Directories with all that is in them' \
                '-Force	Over read-only files too' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-PassThru	Hands on the copies' \
                '-ToSession	To the host of this session, of New-PSSession. The destination is a path there, from the root on' \
                '-FromSession	From the host of this session, of New-PSSession. The paths are those there, from the root on' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-childitem
            printf '%s\n' \
                '-Path	The directories; the current location when left out. Wildcards are allowed' \
                '-LiteralPath	The directories, by names that are taken as they are' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns; with -Recurse, or where the path ends in a wildcard' \
                '-Exclude	No items whose names match one of these patterns' \
                '-Recurse	What is below directories too' \
                '-Depth	How many directories deep -Recurse goes' \
                '-Force	Hidden items too' \
                '-Name	Only the names' \
                '-Attributes	Only items with these attributes: Directory, Hidden, ReadOnly, ReparsePoint; `!` before one means without it' \
                '-FollowSymlink	Goes into linked directories' \
                '-Directory	Only directories' \
                '-File	Only files' \
                '-Hidden	Only hidden items' \
                '-ReadOnly	Only items that cannot be written' \
                '-System	Only system items: there are none on Linux' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-clipboard
            printf '%s\n' \
                '-Raw	The whole text as one, with its line breaks' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-cimassociatedinstance
            printf '%s\n' \
                '-Association	By which class of associations. All are looked at. Accepted, without effect on this host: all associations of an instance are looked at' \
                '-ResultClassName	Of which class' \
                '-InputObject	The instance' \
                '-Namespace	The namespace of the instance is taken. Accepted, without effect on this host: what belongs to an instance is in its own namespace' \
                '-ComputerName	Only this host can be asked' \
                '-KeyOnly	Only the keys: all properties are given' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-cimclass
            printf '%s\n' \
                '-ClassName	The names of the classes. Wildcards are allowed' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-MethodName	Only classes with a method of this name. Wildcards are allowed' \
                '-PropertyName	Only classes with a property of this name. Wildcards are allowed' \
                '-QualifierName	Only classes with a qualifier of this name: none has any here. Not supported on this host: classes have no qualifiers here' \
                '-ComputerName	Only this host can be asked' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-ciminstance
            printf '%s\n' \
                '-ClassName	The class' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-Query	A query: `SELECT * FROM Win32_Processor`' \
                '-Filter	A condition: `Name = \'x\' AND Status = \'OK\'`' \
                '-Property	Only these properties' \
                '-KeyOnly	Only the keys: all properties are given' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-ComputerName	Only this host can be asked' \
                '-CimSession	Only this host can be asked' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-computerinfo
            printf '%s\n' \
                '-Property	Only these properties. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-content
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-ReadCount	How many lines are handed on together as an array; 0 means all of them' \
                '-TotalCount	Only so many lines from the beginning' \
                '-Tail	Only so many lines from the end' \
                '-Filter	Only files whose names match, with regard to case' \
                '-Include	Only files whose names match one of these patterns' \
                '-Exclude	No files whose names match one of these patterns' \
                '-Force	Hidden files too' \
                '-Delimiter	What ends a line' \
                '-Wait	Stays, and hands on what is written to the file from now on, until Ctrl+C' \
                '-Raw	The whole file as one text' \
                '-Encoding	How the file is written' \
                '-AsByteStream	Bytes instead of lines' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-hotfix
            printf '%s\n' \
                '-Id	The ids' \
                '-Description	The kinds' \
                '-ComputerName	Only this host can be asked' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-item
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-Force	Hidden items too' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-itemproperty
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	Only these properties. Wildcards are allowed' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-itempropertyvalue
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	The properties' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-location
            printf '%s\n' \
                '-PSProvider	The location on drives of these providers' \
                '-PSDrive	The location on these drives' \
                '-Stack	The stack of locations' \
                '-StackName	The stacks of these names' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-process
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-Id	Numbers' \
                '-InputObject	Processes, to look at them again' \
                '-IncludeUserName	Accepted: the user is not shown' \
                '-ComputerName	Only this host\'s processes can be seen' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-psdrive
            printf '%s\n' \
                '-Name	The drives. Wildcards are allowed' \
                '-LiteralName	The drives, by names that are taken as they are' \
                '-Scope	Accepted for scripts that name a scope; a session\'s drives are in one' \
                '-PSProvider	Only drives of these providers' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-psprovider
            printf '%s\n' \
                '-PSProvider	The names. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-service
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-DisplayName	Descriptions. Wildcards are allowed' \
                '-InputObject	Services, to look at them again' \
                '-Include	Only services whose names match one of these patterns' \
                '-Exclude	No services whose names match one of these patterns' \
                '-ComputerName	Only this host\'s services can be seen' \
                '-DependentServices	Accepted: what depends on a service is not listed' \
                '-RequiredServices	Accepted: what a service depends on is not listed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-timezone
            printf '%s\n' \
                '-Id	The ids, as in `Europe/Berlin`' \
                '-ListAvailable	All zones' \
                '-Name	The names of zones. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-uptime
            printf '%s\n' \
                '-Since	The time at which the machine was started instead' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-wmiobject
            printf '%s\n' \
                '-Class	The class' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-Query	A query: `SELECT * FROM Win32_Processor`' \
                '-Filter	A condition: `Name = \'x\' AND Status = \'OK\'`' \
                '-Property	Only these properties' \
                '-ComputerName	Only this host can be asked' \
                '-Credential	As whom: the user of the session' \
                '-List	Lists the classes that are there' \
                '-EnableAllPrivileges	Accepted for scripts that set it' \
                '-Authentication	Accepted for scripts that set it' \
                '-Impersonation	Accepted for scripts that set it' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-cimmethod
            printf '%s\n' \
                '-ClassName	The class, for a method that needs no instance' \
                '-InputObject	An instance' \
                '-Query	The method is called of each instance that this query finds' \
                '-Arguments	The arguments, by their names' \
                '-MethodName	The method' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-ComputerName	Only this host can be asked' \
                '-CimSession	Only this host can be asked' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-item
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Include	Only names that match one of these' \
                '-Exclude	No names that match one of these' \
                '-Filter	Only names that match this' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-wmimethod
            printf '%s\n' \
                '-Class	The class, for a method that needs no instance' \
                '-Name	The method' \
                '-InputObject	An instance' \
                '-ArgumentList	The arguments, in their order' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-ComputerName	Only this host can be asked' \
                '-Credential	As whom: the user of the session' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case join-path
            printf '%s\n' \
                '-Path	The beginnings' \
                '-ChildPath	What follows' \
                '-AdditionalChildPath	What follows after that' \
                '-Resolve	Only paths that lead somewhere, with wildcards replaced' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case mkdir
            printf '%s\n' \
                '-Path	Where: the directory itself, or the one that it is made in when -Name is given' \
                '-Name	The name of the new directory' \
                '-Force	Keeps a directory that is there' \
                '-Mode	The mode in octal digits (Linux only)' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case move-item
            printf '%s\n' \
                '-Path	What is moved. Wildcards are allowed' \
                '-LiteralPath	What is moved, by names that are taken as they are' \
                '-Destination	Where to: into it when it is a directory. The current location when left out' \
                '-Force	Over a file that is there' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-PassThru	Hands on what was moved' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-ciminstance
            printf '%s\n' \
                '-ClassName	The class' \
                '-Property	Its properties' \
                '-Key	The properties that tell one instance from another: every property may' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-ClientOnly	In memory only' \
                '-ComputerName	Only this host can be asked' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-item
            printf '%s\n' \
                '-Path	Where: the item itself, or the directory that it is made in when -Name is given' \
                '-Name	The name of the new item' \
                '-ItemType	`File`, `Directory`, `SymbolicLink` or `HardLink`; a file when left out' \
                '-Value	The content of a file, the target of a link, the value of a variable' \
                '-Force	Replaces a file that is there, keeps a directory that is there, and makes the directories above' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-itemproperty
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	The property' \
                '-PropertyType	Its type' \
                '-Value	Its value' \
                '-Force	Accepted: nothing is hidden from a change' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-psdrive
            printf '%s\n' \
                '-Name	The name, without a colon' \
                '-PSProvider	`FileSystem`' \
                '-Root	The directory that it begins at' \
                '-Description	What it is for' \
                '-Scope	Accepted for scripts that name a scope; a session\'s drives are in one' \
                '-Persist	Drives that stay after the session are not made here: mount the file system instead' \
                '-Credential	Another user\'s rights are not used here: mount the file system with them instead' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case pop-location
            printf '%s\n' \
                '-StackName	Which stack' \
                '-PassThru	Hands on the new location' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case push-location
            printf '%s\n' \
                '-Path	Where to. The session stays when left out' \
                '-LiteralPath	Where to, taken as it is' \
                '-StackName	Which stack' \
                '-PassThru	Hands on the new location' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case register-cimindicationevent
            printf '%s\n' \
                '-ClassName	The class' \
                '-Query	A query' \
                '-QueryDialect	The language of the query' \
                '-SourceIdentifier	The name of the subscription' \
                '-Action	What runs when it happens' \
                '-MessageData	What the events carry' \
                '-Namespace	Where the class is' \
                '-SupportEvent	Not shown in the list of subscriptions' \
                '-Forward	Told elsewhere' \
                '-MaxTriggerCount	How often' \
                '-OperationTimeoutSec	How long to wait for the host' \
                '-ComputerName	The host' \
                '-CimSession	A session with the host' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-ciminstance
            printf '%s\n' \
                '-InputObject	The instance' \
                '-Query	The instances that this query finds' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-ComputerName	Only this host can be asked' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-item
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-Recurse	Directories with all that is in them' \
                '-Force	Hidden and read-only items too' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-itemproperty
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	The properties' \
                '-Force	Accepted: nothing is hidden from a change' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-psdrive
            printf '%s\n' \
                '-Name	The drives' \
                '-LiteralName	The drives, by names that are taken as they are' \
                '-PSProvider	Accepted for scripts that name providers' \
                '-Scope	Accepted for scripts that name a scope; a session\'s drives are in one' \
                '-Force	Also the drive that the session is on: not possible' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-item
            printf '%s\n' \
                '-Path	The item' \
                '-LiteralPath	The item, by a name that is taken as it is' \
                '-NewName	The new name, without a directory' \
                '-Force	Read-only items too' \
                '-PassThru	Hands on the item' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case rename-itemproperty
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	The property' \
                '-NewName	Its new name' \
                '-Force	Accepted: nothing is hidden from a change' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case resolve-path
            printf '%s\n' \
                '-Path	The paths. Wildcards are allowed' \
                '-LiteralPath	The paths, taken as they are' \
                '-Relative	As seen from the current location' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case restart-computer
            printf '%s\n' \
                '-ComputerName	The hosts' \
                '-Credential	As whom' \
                '-Force	Even with users on it' \
                '-Wait	Waits until it is back' \
                '-For	What it waits for' \
                '-Timeout	How many seconds it waits' \
                '-Delay	How many seconds between two looks' \
                '-Protocol	How the host is reached' \
                '-WsmanAuthentication	How the host is reached' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case restart-service
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-DisplayName	Descriptions. Wildcards are allowed' \
                '-InputObject	Services' \
                '-Force	Also those that others depend on: systemd does so by itself' \
                '-NoWait	Does not wait until it is done' \
                '-PassThru	Hands on the services' \
                '-Include	Only services whose names match one of these patterns' \
                '-Exclude	No services whose names match one of these patterns' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-ciminstance
            printf '%s\n' \
                '-InputObject	The instance' \
                '-Query	The instances that this query finds' \
                '-Property	The properties with their new values' \
                '-Namespace	`root/cimv2`, or `root/virtualization/v2` for Hyper-V\'s own classes' \
                '-PassThru	Gives the instance' \
                '-ComputerName	Only this host can be asked' \
                '-OperationTimeoutSec	Accepted: answers come at once' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-content
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed; a file that is not there is made' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-Value	What is written, each value as a line' \
                '-PassThru	Hands on what was written' \
                '-Filter	Only files whose names match, with regard to case' \
                '-Include	Only files whose names match one of these patterns' \
                '-Exclude	No files whose names match one of these patterns' \
                '-Force	Read-only files too' \
                '-NoNewline	No line end after each value' \
                '-Encoding	How text becomes bytes' \
                '-AsByteStream	The values are bytes' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-clipboard
            printf '%s\n' \
                '-Value	The text; several are lines of it' \
                '-Append	Adds to what is there' \
                '-PassThru	Hands on what it puts there' \
                '-AsOSC52	Asks the terminal, whatever programs there are: over ssh its clipboard is the one in front of the user' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-item
            printf '%s\n' \
                '-Path	The items. One that is not there is made' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Value	The value' \
                '-Force	Read-only items too' \
                '-PassThru	Hands on the item' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-itemproperty
            printf '%s\n' \
                '-Path	The items. Wildcards are allowed' \
                '-LiteralPath	The items, by names that are taken as they are' \
                '-Name	The property' \
                '-Value	Its value' \
                '-PropertyType	Accepted for scripts that write to the registry, which is not there' \
                '-Force	Accepted: nothing is hidden from a change' \
                '-PassThru	Hands on the items' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-location
            printf '%s\n' \
                '-Path	Where to; `-` is back, `+` forward again. The home directory when left out' \
                '-LiteralPath	Where to, taken as it is' \
                '-StackName	Makes this stack of locations the current one' \
                '-PassThru	Hands on the new location' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-service
            printf '%s\n' \
                '-Name	The service' \
                '-InputObject	The service' \
                '-StartupType	When it is started: with the host, when it is asked for, or never' \
                '-Status	Whether it runs' \
                '-Description	Accepted: the description is the unit\'s' \
                '-DisplayName	Accepted: the description is the unit\'s' \
                '-Force	Accepted for -Status Stopped' \
                '-PassThru	Hands on the service' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case split-path
            printf '%s\n' \
                '-Path	The paths. They need not lead anywhere' \
                '-LiteralPath	The paths, taken as they are' \
                '-Parent	What stands before the last part; the default' \
                '-Leaf	The last part' \
                '-LeafBase	The last part without its ending' \
                '-Extension	The ending, with the dot' \
                '-Qualifier	The drive, with the colon' \
                '-NoQualifier	Everything but the drive' \
                '-IsAbsolute	Whether the path begins at a root' \
                '-Resolve	Replaces wildcards by what is there first' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-process
            printf '%s\n' \
                '-FilePath	The program: a path, or a name that is looked for in `$env:PATH`' \
                '-ArgumentList	Its arguments. They are joined by blanks and taken apart again, with regard to double quotes' \
                '-WorkingDirectory	The directory that it starts in' \
                '-Wait	Waits until it has ended' \
                '-PassThru	Hands on the process' \
                '-NoNewWindow	Accepted: there are no windows' \
                '-WindowStyle	Accepted: there are no windows' \
                '-RedirectStandardInput	The file that it reads' \
                '-RedirectStandardOutput	The file that its output goes to' \
                '-RedirectStandardError	The file that its error output goes to' \
                '-Verb	`RunAs` is not possible here: use sudo' \
                '-Credential	Another user is not possible here: use sudo -u' \
                '-UseNewEnvironment	Only the variables that every program has' \
                '-LoadUserProfile	Accepted: there are no profiles to load' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-service
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-DisplayName	Descriptions. Wildcards are allowed' \
                '-InputObject	Services' \
                '-Force	Also those that others depend on: systemd does so by itself' \
                '-NoWait	Does not wait until it is done' \
                '-PassThru	Hands on the services' \
                '-Include	Only services whose names match one of these patterns' \
                '-Exclude	No services whose names match one of these patterns' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-computer
            printf '%s\n' \
                '-ComputerName	The hosts' \
                '-Credential	As whom' \
                '-Force	Even with users on it' \
                '-Wait	Waits until it is back' \
                '-For	What it waits for' \
                '-Timeout	How many seconds it waits' \
                '-Delay	How many seconds between two looks' \
                '-Protocol	How the host is reached' \
                '-WsmanAuthentication	How the host is reached' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-process
            printf '%s\n' \
                '-Id	Numbers' \
                '-Name	Names. Wildcards are allowed' \
                '-InputObject	Processes' \
                '-PassThru	Hands on the processes' \
                '-Force	Does not ask about processes of other users; nothing is asked' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-service
            printf '%s\n' \
                '-Name	Names. Wildcards are allowed' \
                '-DisplayName	Descriptions. Wildcards are allowed' \
                '-InputObject	Services' \
                '-Force	Also those that others depend on: systemd does so by itself' \
                '-NoWait	Does not wait until it is done' \
                '-PassThru	Hands on the services' \
                '-Include	Only services whose names match one of these patterns' \
                '-Exclude	No services whose names match one of these patterns' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-connection
            printf '%s\n' \
                '-TargetName	The hosts: names or addresses' \
                '-Count	How many times' \
                '-Ping	Accepted: ping is what is done' \
                '-Quiet	Only whether all of them answered' \
                '-Delay	Seconds between two pings' \
                '-BufferSize	Bytes of a ping' \
                '-MaxHops	How many routers a ping may pass' \
                '-TimeoutSeconds	Seconds to wait for an answer' \
                '-IPv4	Only IPv4' \
                '-IPv6	Only IPv6' \
                '-TcpPort	A TCP port to connect to, instead of a ping' \
                '-Source	Only this host can be the one that asks' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case resolve-dnsname
            printf '%s\n' \
                '-Name	The name' \
                '-Type	A, AAAA or A_AAAA, which is both' \
                '-Server	Not supported on this host: the system\'s resolver asks the servers of resolv.conf: dig @SERVER NAME asks another one' \
                '-DnsOnly	Accepted, without effect on this host: which sources are asked stands in nsswitch.conf' \
                '-NoHostsFile	Accepted, without effect on this host: which sources are asked stands in nsswitch.conf' \
                '-CacheOnly	Accepted, without effect on this host: the system\'s resolver decides what it remembers' \
                '-QuickTimeout	Accepted, without effect on this host: the system\'s resolver decides how it asks' \
                '-TcpOnly	Accepted, without effect on this host: the system\'s resolver decides how it asks' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-netconnection
            printf '%s\n' \
                '-CommonTCPPort	A port that has a name' \
                '-ComputerName	The host: a name or an address' \
                '-ConstrainInterface	Not supported on this host: the kernel tells the way itself: ip route get ADDRESS' \
                '-ConstrainSourceAddress	Not supported on this host: the kernel tells the way itself: ip route get ADDRESS from ADDRESS' \
                '-DiagnoseRouting	Not supported on this host: the kernel tells the way itself: ip route get ADDRESS' \
                '-Hops	Not supported on this host: the way to a host is shown by tracepath HOST' \
                '-InformationLevel	Quiet: only whether it answered' \
                '-Port	The TCP port' \
                '-TraceRoute	Not supported on this host: the way to a host is shown by tracepath HOST' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-path
            printf '%s\n' \
                '-Path	The paths. Wildcards are allowed' \
                '-LiteralPath	The paths, by names that are taken as they are' \
                '-PathType	What the path must lead to' \
                '-IsValid	Only whether the path could exist' \
                '-Filter	Only items whose names match, with regard to case' \
                '-Include	Only items whose names match one of these patterns' \
                '-Exclude	No items whose names match one of these patterns' \
                '-OlderThan	Only files that were changed before this time' \
                '-NewerThan	Only files that were changed after this time' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case wait-process
            printf '%s\n' \
                '-Id	Numbers' \
                '-Name	Names. Wildcards are allowed' \
                '-InputObject	Processes' \
                '-Timeout	How many seconds at most' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-history
            printf '%s\n' \
                '-Id	The numbers of the lines; all lines without it' \
                '-CommandLine	Patterns for the lines' \
                '-Count	How many lines, from the oldest' \
                '-Newest	Counts from the newest' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-host
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-modulemember
            printf '%s\n' \
                '-Function	The functions. Wildcards are allowed' \
                '-Cmdlet	The cmdlets' \
                '-Variable	The variables. Wildcards are allowed' \
                '-Alias	The aliases. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case foreach-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Begin	Runs before the first object' \
                '-Process	Runs for each object' \
                '-End	Runs after the last object' \
                '-RemainingScripts	More blocks that run for each object' \
                '-MemberName	The property that is read or the method that is called. Wildcards are allowed' \
                '-ArgumentList	The arguments of the method' \
                '-Parallel	Runs for each object in a session of its own, several at once. Variables of the caller are read with $using:. What the blocks write comes in any order' \
                '-ThrottleLimit	How many blocks run at once; 5 without it' \
                '-TimeoutSeconds	After how many seconds all of them are stopped; 0: never' \
                '-AsJob	As a job' \
                '-UseNewRunspace	A new session for each object. It always is' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-command
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-Verb	The verbs. Wildcards are allowed' \
                '-Noun	The nouns. Wildcards are allowed' \
                '-Module	The modules. Wildcards are allowed' \
                '-CommandType	The kinds of commands' \
                '-TotalCount	Only this many' \
                '-Syntax	Shows how a command is called' \
                '-ShowCommandInfo	Shows a few properties' \
                '-ArgumentList	Arguments that decide on parameters' \
                '-All	All commands of that name, also those that are hidden by others' \
                '-ListImported	Only commands of imported modules' \
                '-ParameterName	Only commands with one of these parameters; another name of a parameter serves too. Wildcards are allowed' \
                '-ParameterType	Only commands with a parameter of one of these types, as Get-Help writes them or by their whole names. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-error
            printf '%s\n' \
                '-InputObject	The error' \
                '-Newest	The latest errors, this many' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-help
            printf '%s\n' \
                '-Name	The command, topic or id; a word to search for. Wildcards list what fits' \
                '-Category	The kind of help: Cmdlet, Function, ExternalScript, HelpFile (the topics), Error or Event (the ids), Finding (the codes of Test-VMHostIov), Reason or Keyword' \
                '-Component	Only help with this component' \
                '-Functionality	Only help with this functionality' \
                '-Role	Only help with this role' \
                '-Path	Where help files are' \
                '-Full	Everything' \
                '-Detailed	With the parameters and examples' \
                '-Examples	Only the examples' \
                '-Parameter	Only these parameters. Wildcards are allowed' \
                '-Online	Says where the page can be read outside of the shell' \
                '-ShowWindow	There are no windows; the whole page is shown, with a warning' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-history
            printf '%s\n' \
                '-Id	The numbers of the lines' \
                '-Count	How many lines from the end' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-job
            printf '%s\n' \
                '-Id	The numbers of the jobs' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-State	What they are doing' \
                '-Command	What they run. Wildcards are allowed' \
                '-IncludeChildJob	Also the child jobs, which do the work' \
                '-HasMoreData	Only those that have something to receive, or with -HasMoreData:$false only those that have not' \
                '-Newest	How many of the newest' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-installedmodule
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-MinimumVersion	The least version' \
                '-RequiredVersion	The only version' \
                '-MaximumVersion	The greatest version' \
                '-AllVersions	All versions: each folder has one' \
                '-AllowPrerelease	Also versions that are not the last ones' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-module
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-ListAvailable	Also modules that are not imported' \
                '-All	All files of a module' \
                '-Refresh	Reads the list anew' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-pscallstack
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-module
            printf '%s\n' \
                '-Name	The modules: names or files' \
                '-FullyQualifiedName	The modules, with their versions: tables with `ModuleName` and `ModuleVersion`' \
                '-ModuleInfo	The modules, as New-Module and Get-Module give them' \
                '-Function	The functions that are brought in' \
                '-Cmdlet	The cmdlets that are brought in' \
                '-Variable	The variables that are brought in' \
                '-Alias	The aliases that are brought in' \
                '-Prefix	Put before the nouns' \
                '-Force	Loads the file again' \
                '-Global	For everybody, not only for the caller' \
                '-PassThru	Hands the module on' \
                '-AsCustomObject	Shows it as an object' \
                '-MinimumVersion	The least version' \
                '-MaximumVersion	The greatest version' \
                '-RequiredVersion	The version' \
                '-ArgumentList	Values for the parameters of the module' \
                '-DisableNameChecking	Does not warn about names' \
                '-NoClobber	Does not replace what is there' \
                '-Scope	Where: local or global' \
                '-SkipEditionCheck	Without Windows PowerShell' \
                '-UseWindowsPowerShell	Through Windows PowerShell' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case install-module
            printf '%s\n' \
                '-Name	The modules' \
                '-InputObject	What Find-Module gave' \
                '-MinimumVersion	The least version' \
                '-MaximumVersion	The greatest version' \
                '-RequiredVersion	The only version' \
                '-Repository	The gallery. Not supported on this host: no gallery of modules is known' \
                '-Scope	For whom. Accepted, without effect on this host: nothing is put anywhere: a module is where it stands in $env:PSModulePath' \
                '-AllowClobber	Commands of the module may hide others: they may always' \
                '-SkipPublisherCheck	Signatures are not looked at' \
                '-AllowPrerelease	Also versions that are not the last ones' \
                '-AcceptLicense	Its licence is accepted' \
                '-Force	Asks nothing' \
                '-PassThru	Gives the module' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case install-packageprovider
            printf '%s\n' \
                '-Name	The providers' \
                '-RequiredVersion	The only version' \
                '-MinimumVersion	The least version' \
                '-MaximumVersion	The greatest version' \
                '-Source	Where from' \
                '-Scope	For whom' \
                '-AllVersions	All versions' \
                '-Force	Asks nothing' \
                '-ForceBootstrap	Asks nothing of other providers' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-history
            printf '%s\n' \
                '-Id	The number of the line, or its beginning; the last line without it' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-module
            printf '%s\n' \
                '-Name	The name' \
                '-ScriptBlock	What the module consists of' \
                '-Function	The functions that are exported' \
                '-Cmdlet	The cmdlets that are exported' \
                '-ReturnResult	Gives what the block writes' \
                '-AsCustomObject	Gives an object with the functions as methods' \
                '-ArgumentList	Values for the parameters of the block' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-modulemanifest
            printf '%s\n' \
                '-Path	The file' \
                '-PassThru	Gives the text of the file too' \
                '-RootModule	Which script the module is' \
                '-ModuleVersion	Its version' \
                '-Guid	Its identity' \
                '-Author	Who wrote it' \
                '-CompanyName	For which company' \
                '-Copyright	Who has the rights' \
                '-Description	What it is for' \
                '-CompatiblePSEditions	The editions that it runs on' \
                '-PowerShellVersion	The least version of PowerShell' \
                '-PowerShellHostName	The host program that it wants' \
                '-PowerShellHostVersion	The least version of the host program' \
                '-DotNetFrameworkVersion	The least version of .NET Framework' \
                '-ClrVersion	The least version of the runtime' \
                '-ProcessorArchitecture	The processor that it wants' \
                '-RequiredModules	Modules that are imported before it' \
                '-RequiredAssemblies	Libraries of .NET' \
                '-ScriptsToProcess	Scripts that run where it is imported' \
                '-TypesToProcess	Files of types' \
                '-FormatsToProcess	Files of views' \
                '-NestedModules	Modules inside of it' \
                '-FunctionsToExport	Functions that it gives' \
                '-CmdletsToExport	Cmdlets that it gives' \
                '-VariablesToExport	Variables that it gives' \
                '-AliasesToExport	Aliases that it gives' \
                '-DscResourcesToExport	Resources of DSC that it gives' \
                '-ModuleList	Modules that come with it' \
                '-FileList	Files that come with it' \
                '-PrivateData	What it is told' \
                '-Tags	Words to find it by' \
                '-LicenseUri	Where its licence is' \
                '-ProjectUri	Where its project is' \
                '-IconUri	Where its picture is' \
                '-ReleaseNotes	What is new' \
                '-Prerelease	The name of a version that is not the last one' \
                '-RequireLicenseAcceptance	Whether its licence has to be accepted' \
                '-ExternalModuleDependencies	Modules that come from elsewhere' \
                '-HelpInfoUri	Where its help is' \
                '-DefaultCommandPrefix	What stands before the nouns of its commands' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case out-default
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Transcript	Keeps objects for transcripts' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case out-host
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Paging	Shows a screen at a time, with the pager that `$env:PAGER` names, else `less`' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case out-null
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case receive-job
            printf '%s\n' \
                '-Job	The jobs' \
                '-Id	The numbers of the jobs' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-Location	Only what comes from these hosts. Wildcards are allowed' \
                '-Keep	Leaves what is received for the next time' \
                '-NoRecurse	Not from child jobs, which do the work: nothing comes then but errors of the job itself' \
                '-Wait	Until the jobs have ended' \
                '-AutoRemoveJob	Takes the jobs away afterwards' \
                '-WriteEvents	Accepted; the state of a job can be read from the job' \
                '-WriteJobInResults	The jobs before what they have written' \
                '-Force	Accepted; jobs do not wait for persons here' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case register-argumentcompleter
            printf '%s\n' \
                '-CommandName	The commands' \
                '-ParameterName	The parameter' \
                '-ScriptBlock	What gives the candidates' \
                '-Native	For programs' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-job
            printf '%s\n' \
                '-Command	What they run. Wildcards are allowed' \
                '-Force	Stops those that run' \
                '-Id	The numbers of the jobs' \
                '-Job	The jobs' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-State	What they are doing' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-module
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-ModuleInfo	The modules, as Get-Module gives them' \
                '-Force	Also modules that are read-only' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-psdebug
            printf '%s\n' \
                '-Trace	Accepted, without effect on this host: lines are not traced: Write-Verbose and -Verbose say what a script does' \
                '-Step	Accepted, without effect on this host: scripts are not stepped through' \
                '-Strict	Variables that are not set are errors' \
                '-Off	Turns it off' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-strictmode
            printf '%s\n' \
                '-Off	No mistake is an error' \
                '-Version	Which mistakes: 1.0, 2.0, 3.0 or Latest; a later version of PowerShell is as 3.0' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-job
            printf '%s\n' \
                '-ScriptBlock	What runs' \
                '-FilePath	A script file that runs' \
                '-LiteralPath	A script file whose name has no wildcards' \
                '-Name	The name of the job; JobN without one' \
                '-InitializationScript	What runs before it' \
                '-WorkingDirectory	Where it starts; here without it' \
                '-InputObject	Objects for the block, as $input' \
                '-ArgumentList	Values for the parameters of the block' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-threadjob
            printf '%s\n' \
                '-ScriptBlock	What runs' \
                '-FilePath	A script file that runs' \
                '-Name	The name of the job; JobN without one' \
                '-InitializationScript	What runs before it' \
                '-InputObject	Objects for the block, as $input' \
                '-ArgumentList	Values for the parameters of the block' \
                '-ThrottleLimit	How many of these jobs run at once: while so many run, the command waits for one of them to end. Without it all run' \
                '-StreamingHost	The host that the job writes to: its output is received like any other. Accepted, without effect on this host: what a job writes to its host is received with its output' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-job
            printf '%s\n' \
                '-PassThru	Hands the jobs on' \
                '-Id	The numbers of the jobs' \
                '-Job	The jobs' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-State	What they are doing' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-modulemanifest
            printf '%s\n' \
                '-Path	The file. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-scriptcompatibility
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case update-modulemanifest
            printf '%s\n' \
                '-Path	The file' \
                '-PassThru	Gives the text of the file too' \
                '-RootModule	Which script the module is' \
                '-ModuleVersion	Its version' \
                '-Guid	Its identity' \
                '-Author	Who wrote it' \
                '-CompanyName	For which company' \
                '-Copyright	Who has the rights' \
                '-Description	What it is for' \
                '-CompatiblePSEditions	The editions that it runs on' \
                '-PowerShellVersion	The least version of PowerShell' \
                '-PowerShellHostName	The host program that it wants' \
                '-PowerShellHostVersion	The least version of the host program' \
                '-DotNetFrameworkVersion	The least version of .NET Framework' \
                '-ClrVersion	The least version of the runtime' \
                '-ProcessorArchitecture	The processor that it wants' \
                '-RequiredModules	Modules that are imported before it' \
                '-RequiredAssemblies	Libraries of .NET' \
                '-ScriptsToProcess	Scripts that run where it is imported' \
                '-TypesToProcess	Files of types' \
                '-FormatsToProcess	Files of views' \
                '-NestedModules	Modules inside of it' \
                '-FunctionsToExport	Functions that it gives' \
                '-CmdletsToExport	Cmdlets that it gives' \
                '-VariablesToExport	Variables that it gives' \
                '-AliasesToExport	Aliases that it gives' \
                '-DscResourcesToExport	Resources of DSC that it gives' \
                '-ModuleList	Modules that come with it' \
                '-FileList	Files that come with it' \
                '-PrivateData	What it is told' \
                '-Tags	Words to find it by' \
                '-LicenseUri	Where its licence is' \
                '-ProjectUri	Where its project is' \
                '-IconUri	Where its picture is' \
                '-ReleaseNotes	What is new' \
                '-Prerelease	The name of a version that is not the last one' \
                '-RequireLicenseAcceptance	Whether its licence has to be accepted' \
                '-ExternalModuleDependencies	Modules that come from elsewhere' \
                '-HelpInfoUri	Where its help is' \
                '-DefaultCommandPrefix	What stands before the nouns of its commands' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case wait-job
            printf '%s\n' \
                '-Any	Until one of them has ended' \
                '-Timeout	How many seconds at the most; -1 is without end' \
                '-Force	Accepted; a job that waits for a person does not exist here' \
                '-Id	The numbers of the jobs' \
                '-Job	The jobs' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-State	What they are doing' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case where-object
            printf '%s\n' \
                '-InputObject	The objects that are looked at' \
                '-FilterScript	The condition' \
                '-Property	The property that is compared' \
                '-Value	What it is compared with' \
                '-EQ	Equal' \
                '-CEQ	Equal, with regard to case' \
                '-NE	Not equal' \
                '-CNE	Not equal, with regard to case' \
                '-GT	Greater' \
                '-CGT	Greater, with regard to case' \
                '-LT	Less' \
                '-CLT	Less, with regard to case' \
                '-GE	Greater or equal' \
                '-CGE	Greater or equal, with regard to case' \
                '-LE	Less or equal' \
                '-CLE	Less or equal, with regard to case' \
                '-Like	Like a wildcard pattern' \
                '-CLike	Like a wildcard pattern, with regard to case' \
                '-NotLike	Not like a wildcard pattern' \
                '-CNotLike	Not like a wildcard pattern, with regard to case' \
                '-Match	Matches a regular expression' \
                '-CMatch	Matches a regular expression, with regard to case' \
                '-NotMatch	Does not match a regular expression' \
                '-CNotMatch	Does not match a regular expression, with regard to case' \
                '-Contains	Has the value as an element' \
                '-CContains	Has the value as an element, with regard to case' \
                '-NotContains	Does not have the value as an element' \
                '-CNotContains	Does not have the value as an element, with regard to case' \
                '-In	Is one of the values' \
                '-CIn	Is one of the values, with regard to case' \
                '-NotIn	Is none of the values' \
                '-CNotIn	Is none of the values, with regard to case' \
                '-Is	Is of a type' \
                '-IsNot	Is not of a type' \
                '-Not	The property is empty, 0 or false' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-tour
            printf '%s\n' \
                '-NoPause	Shows everything at once' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-iovshoption
            printf '%s\n' \
                '-Name	Its name. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-iovshoption
            printf '%s\n' \
                '-Name	Its name' \
                '-Value	What it is to be: `Get-IovshOption` says what is allowed' \
                '-Default	Takes it out of the file, so that the next weaker place holds' \
                '-Scope	Whose file: User or System' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-psreadlinekeyhandler
            printf '%s\n' \
                '-Bound	Only keys that do something' \
                '-Unbound	Only what no key does' \
                '-Chord	Only these keys' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-psreadlineoption
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-psreadlinekeyhandler
            printf '%s\n' \
                '-Chord	The keys' \
                '-ViMode	In which of vi\'s modes: Insert or Command' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-psreadlinekeyhandler
            printf '%s\n' \
                '-Chord	The keys' \
                '-Function	What they do' \
                '-ScriptBlock	A script that the key runs. It gets the key and $null, and reads and changes the line by the methods of [Microsoft.PowerShell.PSConsoleReadLine]' \
                '-BriefDescription	What is said of a script' \
                '-Description	What is said of a script at length' \
                '-ViMode	In which of vi\'s modes: Insert or Command' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-psreadlineoption
            printf '%s\n' \
                '-EditMode	The keys' \
                '-ContinuationPrompt	What stands before the lines after the first' \
                '-HistorySaveStyle	Which lines go into the history file' \
                '-PredictionSource	Where the grey rest of a line comes from' \
                '-ViModeIndicator	How vi mode shows whether keys are commands' \
                '-Colors	Colours: a hashtable of `Command`, `Comment`, `Default`, `Error`, `InlinePrediction`, `Keyword`, `Number`, `Operator`, `Parameter`, `String` and `Variable`, each with the name of a console colour, `#rrggbb`, or an escape sequence' \
                '-BellStyle	Accepted, without effect on this host: nothing rings at this prompt' \
                '-DingTone	Accepted, without effect on this host: nothing rings at this prompt' \
                '-DingDuration	Accepted, without effect on this host: nothing rings at this prompt' \
                '-CompletionQueryItems	Accepted, without effect on this host: all candidates are in one list, of which a screen is shown at a time' \
                '-HistoryNoDuplicates	Accepted, without effect on this host: equal lines that follow each other are kept once, others as often as they were run' \
                '-HistorySearchCursorMovesToEnd	Accepted, without effect on this host: the cursor is always at the end of a line that was found' \
                '-HistorySearchCaseSensitive	Accepted, without effect on this host: lines are searched without regard to case' \
                '-HistorySavePath	Accepted, without effect on this host: the history file is that of the user; Get-Help about_Prompt says where' \
                '-MaximumHistoryCount	Accepted, without effect on this host: 10000 lines are kept' \
                '-MaximumKillRingCount	Accepted, without effect on this host: what was cut last is kept, and nothing before it' \
                '-AddToHistoryHandler	Accepted, without effect on this host: lines with secrets are kept out of the history by what is in them' \
                '-CommandValidationHandler	Accepted, without effect on this host: a command that nobody knows is red, whatever a script says' \
                '-ViModeChangeHandler	Accepted, without effect on this host: -ViModeIndicator says how vi mode shows itself' \
                '-PredictionViewStyle	Accepted, without effect on this host: the grey rest stands in the line' \
                '-ShowToolTips	Accepted, without effect on this host: what is said of a candidate always stands beside it' \
                '-ExtraPromptLineCount	Accepted, without effect on this host: the prompt is as high as what the function prompt writes' \
                '-PromptText	Accepted, without effect on this host: the prompt is red after a line that failed' \
                '-WordDelimiters	Accepted, without effect on this host: words end where letters and digits do' \
                '-AnsiEscapeTimeout	Accepted, without effect on this host: escape sequences are told apart by the terminal library' \
                '-TerminateOrphanedConsoleApps	Accepted, without effect on this host: there are no Windows consoles here' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case connect-pssession
            printf '%s\n' \
                '-Session	The sessions' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case disconnect-pssession
            printf '%s\n' \
                '-Session	The sessions' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case enter-pssession
            printf '%s\n' \
                '-ComputerName	The host' \
                '-Session	The session' \
                '-HostName	A name that ssh knows' \
                '-VMName	A virtual machine of the host. Not supported on this host: the agent in a guest runs one script at a time and keeps no session. Invoke-Command -VMName NAME { ... } runs one there, vmconnect NAME is the guest\'s console, and Enter-PSSession -HostName USER@ADDRESS enters a guest that has iovsh' \
                '-VMId	A virtual machine of the host, by its id. Not supported on this host: the agent in a guest runs one script at a time and keeps no session. Invoke-Command -VMName NAME { ... } runs one there, vmconnect NAME is the guest\'s console, and Enter-PSSession -HostName USER@ADDRESS enters a guest that has iovsh' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-UserName	Whom ssh logs in as' \
                '-Port	The port of ssh' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case exit-pssession
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-cimsession
            printf '%s\n' \
                '-ComputerName	Their hosts. Wildcards are allowed' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-pssession
            printf '%s\n' \
                '-ComputerName	Their hosts. Wildcards are allowed' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-command
            printf '%s\n' \
                '-ScriptBlock	What is run' \
                '-FilePath	A script file of this host that is run there' \
                '-NoNewScope	In the current scope instead of one of its own' \
                '-ComputerName	The hosts' \
                '-Session	The sessions, of New-PSSession' \
                '-HostName	Names that ssh knows' \
                '-VMName	Virtual machines of the host: the script runs by /bin/sh in their guests, which qemu-guest-agent must be in' \
                '-VMId	The same by the ids of the machines' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-AsJob	As a job, which Receive-Job reads' \
                '-JobName	The name of the job' \
                '-ThrottleLimit	How many hosts at once; 32 without it, or with 0' \
                '-HideComputerName	Leaves the names of the hosts out of what is shown. Accepted, without effect on this host: tables and lists show the names of hosts only when they are asked for them' \
                '-ArgumentList	Values for the parameters of the block' \
                '-InputObject	Objects for the block, as $input' \
                '-UserName	Whom ssh logs in as' \
                '-Port	The port of ssh' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-cimsession
            printf '%s\n' \
                '-ComputerName	The hosts' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Name	A name for the sessions' \
                '-ThrottleLimit	How many hosts at once; 32 without it, or with 0' \
                '-Authentication	Accepted, without effect on this host: how hosts are reached is said in the configuration of ssh' \
                '-OperationTimeoutSec	Accepted, without effect on this host: every wait for a host ends by itself' \
                '-SkipTestConnection	Accepted, without effect on this host: hosts are found when they are first asked' \
                '-Port	Accepted, without effect on this host: hosts are reached by ssh; its port is in its configuration, or behind the name: NAME:PORT' \
                '-SessionOption	Accepted, without effect on this host: hosts are reached by ssh, which has no such options' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-pssession
            printf '%s\n' \
                '-ComputerName	The hosts; the host of this session when none is named' \
                '-HostName	Names that ssh knows' \
                '-VMName	Virtual machines of the host. Not supported on this host: the agent in a guest runs one script at a time and keeps no session. Invoke-Command -VMName NAME { ... } runs one there, vmconnect NAME is the guest\'s console, and Enter-PSSession -HostName USER@ADDRESS enters a guest that has iovsh' \
                '-VMId	Virtual machines of the host, by their ids. Not supported on this host: the agent in a guest runs one script at a time and keeps no session. Invoke-Command -VMName NAME { ... } runs one there, vmconnect NAME is the guest\'s console, and Enter-PSSession -HostName USER@ADDRESS enters a guest that has iovsh' \
                '-Credential	Whom ssh logs in as: a user name. Passwords are asked for by ssh itself' \
                '-Name	Names for the sessions' \
                '-ThrottleLimit	How many hosts at once; 32 without it, or with 0' \
                '-UserName	Whom ssh logs in as' \
                '-Port	The port of ssh' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-cimsession
            printf '%s\n' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-CimSession	The sessions' \
                '-ComputerName	Their hosts. Wildcards are allowed' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-pssession
            printf '%s\n' \
                '-Session	The sessions' \
                '-ComputerName	Their hosts. Wildcards are allowed' \
                '-Id	The numbers of the sessions' \
                '-Name	Their names. Wildcards are allowed' \
                '-InstanceId	Their identities' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-member
            printf '%s\n' \
                '-InputObject	The object' \
                '-MemberType	The kind of member' \
                '-Name	The name of the member' \
                '-Value	The value; the getter of a script property; the name behind an alias' \
                '-SecondValue	The setter of a script property; the type of an alias' \
                '-TypeName	A type name that is put before the others' \
                '-Force	Replaces a member of the same name' \
                '-PassThru	Hands the object on' \
                '-NotePropertyName	The name of a note property. A word that names a kind of member is none' \
                '-NotePropertyValue	The value of the note property' \
                '-NotePropertyMembers	Names and values of note properties' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case add-type
            printf '%s\n' \
                '-TypeDefinition	The text of a program in C#, which is not compiled here' \
                '-Name	The name of a class for -MemberDefinition' \
                '-MemberDefinition	The members of a class in C#, which are not compiled here' \
                '-Path	Files of C# or of compiled code, which are not loaded here' \
                '-LiteralPath	The same by names that are taken as they are' \
                '-AssemblyName	Assemblies of .NET' \
                '-Namespace	The namespace of the class of -MemberDefinition' \
                '-UsingNamespace	Namespaces that the class of -MemberDefinition uses' \
                '-ReferencedAssemblies	Assemblies that the program uses' \
                '-Language	The language of the program' \
                '-PassThru	Hands on the types that were made: none are' \
                '-IgnoreWarnings	Warnings of the compiler are no errors' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case clear-variable
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-Include	Only variables with these names too' \
                '-Exclude	Not those with these names' \
                '-Force	Also variables that are read-only' \
                '-PassThru	Hands the variables on' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case compare-object
            printf '%s\n' \
                '-ReferenceObject	The objects that are compared with' \
                '-DifferenceObject	The objects that are compared' \
                '-SyncWindow	How far an equal object may be away' \
                '-Property	The properties that are compared' \
                '-ExcludeDifferent	Shows only what is equal' \
                '-IncludeEqual	Shows what is equal too' \
                '-PassThru	Gives the objects themselves' \
                '-Culture	The culture whose rules hold. Only en-US is known' \
                '-CaseSensitive	With regard to case' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertfrom-json
            printf '%s\n' \
                '-InputObject	The JSON text. Lines that come down the pipeline are put together' \
                '-AsHashtable	Makes hashtables instead of objects' \
                '-Depth	The deepest nesting that is read' \
                '-NoEnumerate	An array stays one object' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertto-json
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Depth	How many levels of objects inside objects are written' \
                '-Compress	Without blanks and line breaks' \
                '-EnumsAsStrings	Enumerations by name instead of by number' \
                '-AsArray	An array also for one object' \
                '-EscapeHandling	Which characters are escaped' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case format-custom
            printf '%s\n' \
                '-Property	What is shown of the objects. Wildcards and calculated properties are allowed' \
                '-Depth	How deep objects inside objects are shown' \
                '-GroupBy	Begins anew, with a heading, when this property changes' \
                '-View	The view that is used' \
                '-ShowError	Shows the errors of calculated properties after the object' \
                '-DisplayError	Shows #ERR where a calculated property fails' \
                '-Force	Shows what is hidden otherwise' \
                '-Expand	Which part of a collection is shown: the elements always are' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case format-hex
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-InputObject	Text, numbers, or lists of them. Bytes that follow each other are one list' \
                '-Encoding	How text is written in bytes' \
                '-Count	No more bytes than this' \
                '-Offset	So many bytes are left out first' \
                '-Raw	Does nothing: numbers are shown with all their bytes anyway' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case format-list
            printf '%s\n' \
                '-Property	What is shown of the objects. Wildcards and calculated properties are allowed' \
                '-GroupBy	Begins anew, with a heading, when this property changes' \
                '-View	The view that is used' \
                '-ShowError	Shows the errors of calculated properties after the object' \
                '-DisplayError	Shows #ERR where a calculated property fails' \
                '-Force	Shows what is hidden otherwise' \
                '-Expand	Which part of a collection is shown: the elements always are' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case format-table
            printf '%s\n' \
                '-Property	What is shown of the objects. Wildcards and calculated properties are allowed' \
                '-AutoSize	Sizes the columns from all values' \
                '-RepeatHeader	Repeats the headings on each screen' \
                '-HideTableHeaders	Leaves the headings out' \
                '-Wrap	Continues long values on the next line' \
                '-Style	Linux only: draws the table with lines, or as Markdown, which cuts nothing and can be copied into a document. Such a table is shown when its last object has come' \
                '-GroupBy	Begins anew, with a heading, when this property changes' \
                '-View	The view that is used' \
                '-ShowError	Shows the errors of calculated properties after the object' \
                '-DisplayError	Shows #ERR where a calculated property fails' \
                '-Force	Shows what is hidden otherwise' \
                '-Expand	Which part of a collection is shown: the elements always are' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case format-wide
            printf '%s\n' \
                '-Property	What is shown of the objects. Wildcards and calculated properties are allowed' \
                '-AutoSize	Makes as many columns as fit' \
                '-Column	The number of columns; two when nothing is said' \
                '-GroupBy	Begins anew, with a heading, when this property changes' \
                '-View	The view that is used' \
                '-ShowError	Shows the errors of calculated properties after the object' \
                '-DisplayError	Shows #ERR where a calculated property fails' \
                '-Force	Shows what is hidden otherwise' \
                '-Expand	Which part of a collection is shown: the elements always are' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-alias
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-Exclude	Not those with these names' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-Definition	The commands that they stand for' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-member
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Name	The names of the members. Wildcards are allowed' \
                '-MemberType	The kinds of members' \
                '-View	Which members: the type\'s own, those that were added, or both' \
                '-Static	Members of the type, not of the object' \
                '-Force	Shows what is hidden otherwise' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-typedata
            printf '%s\n' \
                '-TypeName	The names of types. Wildcards are allowed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-unique
            printf '%s\n' \
                '-InputObject	The objects' \
                '-AsString	Compares the texts of the objects' \
                '-OnType	Compares the types of the objects' \
                '-CaseInsensitive	Without regard to case' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-variable
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-ValueOnly	Only the values' \
                '-Include	Only variables with these names too' \
                '-Exclude	Not those with these names' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-verb
            printf '%s\n' \
                '-Verb	The verbs. Wildcards are allowed' \
                '-Group	The groups' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case group-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Property	What the objects of a group have in common' \
                '-NoElement	Leaves the objects out of the result' \
                '-AsHashTable	Gives a hashtable with a key a group' \
                '-AsString	The keys of the hashtable are texts' \
                '-CaseSensitive	With regard to case' \
                '-Culture	The culture whose rules hold. Only en-US is known' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-expression
            printf '%s\n' \
                '-Command	The script' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case measure-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Property	The properties that are measured' \
                '-StandardDeviation	The standard deviation of the values' \
                '-Sum	The sum of the values' \
                '-AllStats	All of it' \
                '-Average	The average of the values' \
                '-Maximum	The greatest value' \
                '-Minimum	The least value' \
                '-Line	Counts lines' \
                '-Word	Counts words' \
                '-Character	Counts characters' \
                '-IgnoreWhiteSpace	Does not count white space' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-alias
            printf '%s\n' \
                '-Name	The new name' \
                '-Value	The command' \
                '-Description	What the alias is for' \
                '-Option	ReadOnly, Constant, Private or AllScope' \
                '-PassThru	Hands the alias on' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-Force	Also an alias that is read-only' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-object
            printf '%s\n' \
                '-TypeName	The type' \
                '-ComObject	The COM class. There are none on Linux' \
                '-ArgumentList	The arguments of the constructor' \
                '-Strict	Fails when a COM object is a .NET one' \
                '-Property	Properties to set, with their values' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-variable
            printf '%s\n' \
                '-Name	The name' \
                '-Value	The value' \
                '-Description	What the variable is for' \
                '-Option	ReadOnly, Constant, Private or AllScope' \
                '-Visibility	Private or public' \
                '-Force	Also when there is one of that name' \
                '-PassThru	Hands the variable on' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case out-file
            printf '%s\n' \
                '-FilePath	The file' \
                '-LiteralPath	The file, as it is written' \
                '-Encoding	How the file is encoded. UTF-8 is written' \
                '-Append	Adds to the file' \
                '-Force	Writes files that are marked as read-only too' \
                '-NoClobber	Does not replace a file that exists' \
                '-Width	The width of the lines' \
                '-NoNewline	Without line ends' \
                '-InputObject	The objects' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case out-string
            printf '%s\n' \
                '-Stream	Each line as a string of its own' \
                '-Width	The width of the lines' \
                '-NoNewline	Without line ends' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case read-host
            printf '%s\n' \
                '-Prompt	What stands before the cursor, without the colon' \
                '-AsSecureString	The text is not shown, and given as a secure string' \
                '-MaskInput	The text is not shown, and given as it is' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-alias
            printf '%s\n' \
                '-Name	The names' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-Force	Also an alias that is read-only' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-typedata
            printf '%s\n' \
                '-TypeData	What Get-TypeData gave' \
                '-TypeName	The name of the type' \
                '-Path	A file of types: none is ever read' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case remove-variable
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-Include	Only variables with these names too' \
                '-Exclude	Not those with these names' \
                '-Force	Also variables that are read-only' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case select-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Property	The properties of the new objects. Wildcards and calculated properties are allowed' \
                '-ExcludeProperty	Properties that are left out. Wildcards are allowed' \
                '-ExpandProperty	The property whose value takes the place of the object' \
                '-Unique	Only objects that differ from all before them' \
                '-Last	How many objects from the end' \
                '-First	How many objects from the beginning' \
                '-Skip	How many objects are left out: at the beginning, or at the end with -Last alone' \
                '-SkipLast	How many objects are left out at the end' \
                '-Wait	Does not end the commands before it early' \
                '-Index	The numbers of the objects, counted from 0. They come in the order of the input' \
                '-SkipIndex	The numbers of the objects that are left out, counted from 0' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-alias
            printf '%s\n' \
                '-Name	The new name' \
                '-Value	The command' \
                '-Description	What the alias is for' \
                '-Option	ReadOnly, Constant, Private or AllScope' \
                '-PassThru	Hands the alias on' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-Force	Also an alias that is read-only' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-variable
            printf '%s\n' \
                '-Name	The names. Wildcards are allowed' \
                '-Value	The value' \
                '-Include	Only variables with these names too' \
                '-Exclude	Not those with these names' \
                '-Description	What the variable is for' \
                '-Option	ReadOnly, Constant, Private or AllScope' \
                '-Force	Also variables that are read-only' \
                '-Visibility	Private or public' \
                '-PassThru	Hands the variables on' \
                '-Scope	Where: global, local, script, or a number of levels up' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case sort-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Property	What they are sorted by' \
                '-Descending	From the greatest to the least' \
                '-Unique	One object of those that are equal' \
                '-Top	Only this many from the beginning of the result' \
                '-Bottom	Only this many from the end of the result' \
                '-Stable	Equal objects keep their order. They always do' \
                '-CaseSensitive	With regard to case' \
                '-Culture	The culture whose rules hold. Only en-US is known' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case tee-object
            printf '%s\n' \
                '-InputObject	The objects' \
                '-FilePath	The file. Wildcards are allowed' \
                '-LiteralPath	The file, as it is written' \
                '-Append	Adds to the file' \
                '-Encoding	How the file is encoded' \
                '-Variable	The variable' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case test-json
            printf '%s\n' \
                '-Json	The text' \
                '-Path	A file that has the text. Wildcards are allowed' \
                '-LiteralPath	A file that has the text, by a name that is taken as it is' \
                '-Schema	The schema' \
                '-SchemaFile	A file that has the schema' \
                '-Option	What is let pass though JSON has no such thing' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case update-formatdata
            printf '%s\n' \
                '-AppendPath	Files of views (.ps1xml). Without any, the known files are read anew, of which there are none' \
                '-PrependPath	Files of views (.ps1xml) that come before the others' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case update-typedata
            printf '%s\n' \
                '-TypeName	The type' \
                '-MemberType	The kind of member' \
                '-MemberName	The name of the member' \
                '-Value	The value; the getter of a script property; the name behind an alias' \
                '-SecondValue	The setter of a script property; the type of an alias' \
                '-DefaultDisplayProperty	The property that a wide list shows' \
                '-DefaultDisplayPropertySet	The properties that objects of the type show when nothing else is asked' \
                '-DefaultKeyPropertySet	The properties that tell one object from another' \
                '-TargetTypeForDeserialization	The type that values of this type are converted to when they come from another session. Not supported on this host: a type of another session becomes a property bag here' \
                '-TypeConverter	What converts values of this type. Not supported on this host: converters are classes of .NET' \
                '-TypeAdapter	What adapts values of this type. Not supported on this host: adapters are classes of .NET' \
                '-SerializationDepth	How deep values of this type are written. Accepted, without effect on this host: -Depth of the command that writes decides' \
                '-SerializationMethod	How values of this type are written. Accepted, without effect on this host: every property is written' \
                '-Force	Replaces a member that is there' \
                '-AppendPath	Files of types (.ps1xml). Without any, the known files are read anew, of which there are none' \
                '-PrependPath	Files of types (.ps1xml) that come before the others' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-debug
            printf '%s\n' \
                '-Message	The text' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-error
            printf '%s\n' \
                '-Exception	The exception that the error is about' \
                '-Message	The text' \
                '-ErrorRecord	An error that is written once more' \
                '-Category	The category' \
                '-ErrorId	The id' \
                '-TargetObject	What the error is about' \
                '-RecommendedAction	What to do next' \
                '-CategoryActivity	What was going on' \
                '-CategoryReason	Why' \
                '-CategoryTargetName	The name of what it is about' \
                '-CategoryTargetType	The type of what it is about' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-host
            printf '%s\n' \
                '-Object	What is shown. Several objects are shown with a blank between them' \
                '-NoNewline	Does not end the line' \
                '-Separator	What stands between several objects' \
                '-ForegroundColor	The colour of the text' \
                '-BackgroundColor	The colour behind the text' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-information
            printf '%s\n' \
                '-MessageData	What is written' \
                '-Tags	Words by which it can be filtered' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-output
            printf '%s\n' \
                '-InputObject	The objects' \
                '-NoEnumerate	A collection stays one object' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-progress
            printf '%s\n' \
                '-Activity	What is going on' \
                '-Status	How far it is, in words' \
                '-Id	Which activity, when there are several' \
                '-PercentComplete	How far it is: 0 to 100' \
                '-SecondsRemaining	How long it will take' \
                '-CurrentOperation	The step' \
                '-ParentId	The activity that this one is a part of' \
                '-Completed	It is over' \
                '-SourceId	Where it comes from' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-verbose
            printf '%s\n' \
                '-Message	The text' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case write-warning
            printf '%s\n' \
                '-Message	The text' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertfrom-csv
            printf '%s\n' \
                '-InputObject	The rows. The first one holds the names of the properties, unless -Header is given' \
                '-Delimiter	What stands between two fields' \
                '-UseCulture	The list separator of the culture, which is a comma' \
                '-Header	The names of the properties; then the first row is data' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertfrom-securestring
            printf '%s\n' \
                '-SecureString	The secure string' \
                '-AsPlainText	As plain text' \
                '-SecureKey	A key to encrypt with: not supported' \
                '-Key	A key to encrypt with: not supported' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertfrom-stringdata
            printf '%s\n' \
                '-StringData	The lines. Empty ones and those that begin with `#` are left out' \
                '-Delimiter	What stands between key and value' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertto-csv
            printf '%s\n' \
                '-InputObject	The objects. The properties of the first one make the columns' \
                '-Delimiter	What stands between two fields' \
                '-UseCulture	The list separator of the culture, which is a comma' \
                '-QuoteFields	Only these columns are quoted' \
                '-UseQuotes	Which fields are quoted' \
                '-IncludeTypeInformation	Begins with a line that names the type' \
                '-NoTypeInformation	Without that line, which is the default' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertto-html
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Property	The properties that are shown; all of the first object when left out' \
                '-Body	What stands in the page before the table' \
                '-Head	The head of the page' \
                '-Title	The title of the page' \
                '-As	`Table` or `List`' \
                '-CssUri	A style sheet that the page links to' \
                '-PostContent	What is written after the table' \
                '-PreContent	What is written before the table' \
                '-Fragment	Only the table, not a page' \
                '-Meta	`meta` elements of the page' \
                '-Charset	The character set that the page names' \
                '-Transitional	An XHTML transitional page' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertto-securestring
            printf '%s\n' \
                '-String	The text: plain with -AsPlainText, else as ConvertFrom-SecureString has written it' \
                '-AsPlainText	The text is plain' \
                '-Force	Yes, plain text' \
                '-SecureKey	A key that the text was encrypted with: not supported' \
                '-Key	A key that the text was encrypted with: not supported' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case convertto-xml
            printf '%s\n' \
                '-InputObject	The objects' \
                '-Depth	How deep properties of properties are written' \
                '-NoTypeInformation	Without the types' \
                '-As	`Document`, `String`, or `Stream` (a text for each object)' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-clixml
            printf '%s\n' \
                '-Depth	How deep properties of properties are kept' \
                '-Path	The file' \
                '-LiteralPath	The file, by a name that is taken as it is' \
                '-InputObject	The objects' \
                '-Force	Over a read-only file too' \
                '-NoClobber	Refuses to replace a file' \
                '-Encoding	How text becomes bytes' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case export-csv
            printf '%s\n' \
                '-InputObject	The objects. The properties of the first one make the columns' \
                '-Path	The file' \
                '-LiteralPath	The file, by a name that is taken as it is' \
                '-Force	Also over a read-only file; with -Append also objects that lack a column' \
                '-NoClobber	Refuses to replace a file' \
                '-Encoding	How text becomes bytes' \
                '-Append	Behind the rows that are in the file' \
                '-Delimiter	What stands between two fields' \
                '-UseCulture	The list separator of the culture, which is a comma' \
                '-QuoteFields	Only these columns are quoted' \
                '-UseQuotes	Which fields are quoted' \
                '-IncludeTypeInformation	Begins with a line that names the type' \
                '-NoTypeInformation	Without that line, which is the default' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-acl
            printf '%s\n' \
                '-Path	The files and folders. Wildcards are allowed' \
                '-LiteralPath	The files and folders, by names that are taken as they are' \
                '-Audit	Accepted, without effect on this host: files of Linux have no audit rules; auditd watches them' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-credential
            printf '%s\n' \
                '-Credential	A user\'s name, or a credential' \
                '-Message	What the question says' \
                '-UserName	The user\'s name, which is then not asked for' \
                '-Title	What stands above the question' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-culture
            printf '%s\n' \
                '-Name	Cultures by their names' \
                '-NoUserOverrides	Accepted for scripts that leave out what the user has changed; nothing can be changed' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-date
            printf '%s\n' \
                '-Date	The date; now when left out' \
                '-UnixTimeSeconds	The date as seconds since the beginning of 1970' \
                '-Year	The year instead of that of the date' \
                '-Month	The month instead of that of the date' \
                '-Day	The day instead of that of the date' \
                '-Hour	The hour instead of that of the date' \
                '-Minute	The minute instead of that of the date' \
                '-Second	The second instead of that of the date' \
                '-Millisecond	The millisecond instead of that of the date' \
                '-DisplayHint	Which part is shown' \
                '-Format	A text in this .NET format, or `FileDate`, `FileDateTime` and their universal forms' \
                '-UFormat	A text in this format of Unix\'s `date`' \
                '-AsUTC	Universal time' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-executionpolicy
            printf '%s\n' \
                '-Scope	For whom' \
                '-List	For everybody' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-filehash
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-InputStream	The bytes of a stream, from where it is' \
                '-Algorithm	Which digest' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-host
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-random
            printf '%s\n' \
                '-SetSeed	Where the sequence begins: the same seed gives the same numbers' \
                '-Maximum	Less than this' \
                '-Minimum	This or more' \
                '-InputObject	The objects to choose from' \
                '-Count	How many numbers or objects' \
                '-Shuffle	All objects, in random order' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case get-uiculture
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-clixml
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-Skip	How many objects are left out at the beginning' \
                '-First	How many objects at most' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-csv
            printf '%s\n' \
                '-Delimiter	What stands between two fields' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-UseCulture	The list separator of the culture, which is a comma' \
                '-Header	The names of the properties; then the first row is data' \
                '-Encoding	How the file is written' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-localizeddata
            printf '%s\n' \
                '-BindingVariable	The variable that gets the texts; without it they are written' \
                '-UICulture	The language, as in `de-DE`' \
                '-BaseDirectory	The folder that holds those of the languages: that of the script unless one is given' \
                '-FileName	The name of the file: that of the script unless one is given' \
                '-SupportedCommand	Commands that the file may call beside ConvertFrom-StringData' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case import-powershelldatafile
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-SkipLimitCheck	Accepted; there is no limit to the number of entries' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case invoke-webrequest
            printf '%s\n' \
                '-Uri	The address' \
                '-Method	`Get`, `Post` ' \
                '-Body	What is sent' \
                '-Headers	The headers' \
                '-ContentType	What the body is' \
                '-OutFile	Where the answer is kept' \
                '-InFile	Another file\'s content to send' \
                '-Credential	Who asks' \
                '-UseDefaultCredentials	Who asks: the user of the session' \
                '-TimeoutSec	How long to wait, in seconds' \
                '-UserAgent	What the client calls itself' \
                '-UseBasicParsing	Accepted for scripts of Windows PowerShell' \
                '-SkipCertificateCheck	Takes any certificate' \
                '-Proxy	A proxy' \
                '-PassThru	Hands on the answer too' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case join-string
            printf '%s\n' \
                '-Property	The property, or a script block that gives the text of an object' \
                '-Separator	What stands between two objects' \
                '-OutputPrefix	What stands before the first one' \
                '-OutputSuffix	What stands behind the last one' \
                '-SingleQuote	Each object between single quotes' \
                '-DoubleQuote	Each object between double quotes' \
                '-FormatString	Each object in this .NET format' \
                '-UseCulture	Numbers and dates as the culture writes them' \
                '-InputObject	The objects' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case measure-command
            printf '%s\n' \
                '-InputObject	Objects for which the block runs, one after the other, as `$_`' \
                '-Expression	The block' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-guid
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-temporaryfile
            printf '%s\n' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case new-timespan
            printf '%s\n' \
                '-Start	The beginning; now when left out' \
                '-End	The end; now when left out' \
                '-Days	Days' \
                '-Hours	Hours' \
                '-Minutes	Minutes' \
                '-Seconds	Seconds' \
                '-Milliseconds	Thousandths of a second' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case select-string
            printf '%s\n' \
                '-InputObject	The text. Objects that are no text are searched as they would be written' \
                '-Pattern	The regular expressions; with -SimpleMatch the plain texts' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-SimpleMatch	The patterns are plain texts' \
                '-CaseSensitive	With regard to case' \
                '-Quiet	Only whether there is a match' \
                '-List	Only the first match of each file' \
                '-Raw	Only the lines themselves' \
                '-NoEmphasis	Without colours; there are none' \
                '-Include	Only files whose names match one of these patterns' \
                '-Exclude	No files whose names match one of these patterns' \
                '-NotMatch	The lines that do not match' \
                '-AllMatches	All matches of a line, not only the first' \
                '-Encoding	How the files are written' \
                '-Context	How many lines before a match, and how many after it, are kept with it' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case select-xml
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-Xml	XML documents and nodes' \
                '-Content	Texts that are XML' \
                '-XPath	The expression' \
                '-Namespace	What the prefixes of the expression stand for' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-acl
            printf '%s\n' \
                '-Path	The files and folders. Wildcards are allowed' \
                '-LiteralPath	The files and folders, by names that are taken as they are' \
                '-AclObject	What `Get-Acl` gave' \
                '-Passthru	Hands on what was set' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-date
            printf '%s\n' \
                '-Date	The time' \
                '-Adjust	How much the time is changed' \
                '-DisplayHint	How the result is shown' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case set-executionpolicy
            printf '%s\n' \
                '-ExecutionPolicy	Which scripts may run' \
                '-Scope	For whom' \
                '-Force	Does not ask' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-sleep
            printf '%s\n' \
                '-Seconds	How many seconds' \
                '-Milliseconds	How many thousandths of a second' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case start-transcript
            printf '%s\n' \
                '-Path	The file; one with a name of its own in the home directory when left out' \
                '-LiteralPath	The file, by a name that is taken as it is' \
                '-OutputDirectory	The directory of a file with a name of its own' \
                '-Append	Behind what is in the file' \
                '-Force	Over a read-only file too' \
                '-NoClobber	Refuses to replace a file' \
                '-IncludeInvocationHeader	Accepted: commands are not marked with their time' \
                '-UseMinimalHeader	Without the facts of the host at the beginning' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case stop-transcript
            printf '%s\n' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case unblock-file
            printf '%s\n' \
                '-Path	The files. Wildcards are allowed' \
                '-LiteralPath	The files, by names that are taken as they are' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case compress-archive
            printf '%s\n' \
                '-Path	Files and folders. Wildcards are allowed' \
                '-LiteralPath	Files and folders, by names that are taken as they are' \
                '-DestinationPath	The archive. `.zip` is put to a name without it' \
                '-CompressionLevel	How much work is put into making files small' \
                '-Update	Puts files to an archive that is there, and replaces those of the same name in it' \
                '-Force	Replaces an archive that is there' \
                '-PassThru	Hands on the archive' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
        case expand-archive
            printf '%s\n' \
                '-Path	The archive' \
                '-LiteralPath	The archive, by a name that is taken as it is' \
                '-DestinationPath	The folder; it is made when it is not there' \
                '-Force	Replaces files that are there' \
                '-PassThru	Hands on what was unpacked' \
                '-WhatIf	Show what would happen; change nothing' \
                '-Confirm	Ask before each change' \
                '-Verbose	Say what is being done' \
                '-ErrorAction	What to do with an error'
    end
end

function __iovsh_values
    switch $argv[1]
        case get-event.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-eventsubscriber.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-event.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case register-engineevent.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case register-objectevent.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-event.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case unregister-event.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case wait-event.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-winevent.logname
            printf '%s\n' @
        case get-winevent.listlog
            printf '%s\n' @
        case get-winevent.computername
            printf '%s\n' @
        case get-winevent.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-counter.computername
            printf '%s\n' @
        case get-counter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmhostiovoverride.computername
            printf '%s\n' @
        case disable-vmhostiovoverride.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmhostiovoverride.computername
            printf '%s\n' @
        case enable-vmhostiovoverride.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-vmhoststate.computername
            printf '%s\n' @
        case export-vmhoststate.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmhostsupportedversion.computername
            printf '%s\n' @
        case get-vmhostsupportedversion.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmhost.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case repair-iovshstate.source
            printf '%s\n' Backup File Empty
        case repair-iovshstate.computername
            printf '%s\n' @
        case repair-iovshstate.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case reset-simulatedhost.computername
            printf '%s\n' @
        case reset-simulatedhost.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmhost.virtualmachinemigrationauthenticationtype
            printf '%s\n' CredSSP Kerberos
        case set-vmhost.useanynetworkformigration
            printf '%s\n' true false
        case set-vmhost.virtualmachinemigrationperformanceoption
            printf '%s\n' TCPIP Compression SMB
        case set-vmhost.numaspanningenabled
            printf '%s\n' true false
        case set-vmhost.enableenhancedsessionmode
            printf '%s\n' true false
        case set-vmhost.iovpreemptionenabled
            printf '%s\n' true false
        case set-vmhost.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case show-vmhost.computername
            printf '%s\n' @
        case show-vmhost.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-vmhostiov.vmname
            printf '%s\n' @
        case test-vmhostiov.switchname
            printf '%s\n' @
        case test-vmhostiov.netadaptername
            printf '%s\n' @
        case test-vmhostiov.computername
            printf '%s\n' @
        case test-vmhostiov.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapter.name
            printf '%s\n' @
        case get-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapter.name
            printf '%s\n' @
        case enable-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapter.name
            printf '%s\n' @
        case disable-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case restart-netadapter.name
            printf '%s\n' @
        case restart-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-netadapter.name
            printf '%s\n' @
        case rename-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapter.name
            printf '%s\n' @
        case set-netadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapteradvancedproperty.displayname
            printf '%s\n' @
        case get-netadapteradvancedproperty.name
            printf '%s\n' @
        case get-netadapteradvancedproperty.registrykeyword
            printf '%s\n' @
        case get-netadapteradvancedproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapteradvancedproperty.displayname
            printf '%s\n' @
        case set-netadapteradvancedproperty.registrykeyword
            printf '%s\n' @
        case set-netadapteradvancedproperty.name
            printf '%s\n' @
        case set-netadapteradvancedproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netadapteradvancedproperty.name
            printf '%s\n' @
        case new-netadapteradvancedproperty.registrydatatype
            printf '%s\n' None REG_SZ REG_DWORD REG_MULTI_SZ REG_QWORD
        case new-netadapteradvancedproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netadapteradvancedproperty.registrykeyword
            printf '%s\n' @
        case remove-netadapteradvancedproperty.name
            printf '%s\n' @
        case remove-netadapteradvancedproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case reset-netadapteradvancedproperty.displayname
            printf '%s\n' @
        case reset-netadapteradvancedproperty.name
            printf '%s\n' @
        case reset-netadapteradvancedproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterhardwareinfo.name
            printf '%s\n' @
        case get-netadapterhardwareinfo.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterstatistics.name
            printf '%s\n' @
        case get-netadapterstatistics.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadaptervport.name
            printf '%s\n' @
        case get-netadaptervport.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterrss.name
            printf '%s\n' @
        case get-netadapterrss.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadaptersriov.name
            printf '%s\n' @
        case get-netadaptersriov.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadaptersriovvf.name
            printf '%s\n' @
        case get-netadaptersriovvf.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadaptersriov.enabled
            printf '%s\n' true false
        case set-netadaptersriov.persist
            printf '%s\n' None Networkd NetworkManager Netplan
        case set-netadaptersriov.name
            printf '%s\n' @
        case set-netadaptersriov.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadaptersriov.name
            printf '%s\n' @
        case enable-netadaptersriov.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadaptersriov.name
            printf '%s\n' @
        case disable-netadaptersriov.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netipaddress.addressstate
            printf '%s\n' Invalid Tentative Duplicate Deprecated Preferred
        case get-netipaddress.prefixorigin
            printf '%s\n' Other Manual WellKnown Dhcp RouterAdvertisement
        case get-netipaddress.skipassource
            printf '%s\n' true false
        case get-netipaddress.suffixorigin
            printf '%s\n' Other Manual WellKnown Dhcp Link Random
        case get-netipaddress.type
            printf '%s\n' Unicast Anycast
        case get-netipaddress.addressfamily
            printf '%s\n' IPv4 IPv6
        case get-netipaddress.interfacealias
            printf '%s\n' @
        case get-netipaddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netipaddress.addressfamily
            printf '%s\n' IPv4 IPv6
        case new-netipaddress.interfacealias
            printf '%s\n' @
        case new-netipaddress.skipassource
            printf '%s\n' true false
        case new-netipaddress.type
            printf '%s\n' Unicast Anycast
        case new-netipaddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netipaddress.skipassource
            printf '%s\n' true false
        case set-netipaddress.addressfamily
            printf '%s\n' IPv4 IPv6
        case set-netipaddress.interfacealias
            printf '%s\n' @
        case set-netipaddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netipaddress.addressfamily
            printf '%s\n' IPv4 IPv6
        case remove-netipaddress.interfacealias
            printf '%s\n' @
        case remove-netipaddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netroute.addressfamily
            printf '%s\n' IPv4 IPv6
        case get-netroute.interfacealias
            printf '%s\n' @
        case get-netroute.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netroute.addressfamily
            printf '%s\n' IPv4 IPv6
        case new-netroute.interfacealias
            printf '%s\n' @
        case new-netroute.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netroute.addressfamily
            printf '%s\n' IPv4 IPv6
        case remove-netroute.interfacealias
            printf '%s\n' @
        case remove-netroute.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netneighbor.state
            printf '%s\n' Unreachable Incomplete Probe Delay Stale Reachable Permanent
        case get-netneighbor.addressfamily
            printf '%s\n' IPv4 IPv6
        case get-netneighbor.interfacealias
            printf '%s\n' @
        case get-netneighbor.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netneighbor.addressfamily
            printf '%s\n' IPv4 IPv6
        case new-netneighbor.interfacealias
            printf '%s\n' @
        case new-netneighbor.state
            printf '%s\n' Unreachable Incomplete Probe Delay Stale Reachable Permanent
        case new-netneighbor.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netneighbor.state
            printf '%s\n' Unreachable Incomplete Probe Delay Stale Reachable Permanent
        case remove-netneighbor.addressfamily
            printf '%s\n' IPv4 IPv6
        case remove-netneighbor.interfacealias
            printf '%s\n' @
        case remove-netneighbor.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netipinterface.connectionstate
            printf '%s\n' Disconnected Connected
        case get-netipinterface.dhcp
            printf '%s\n' Disabled Enabled
        case get-netipinterface.addressfamily
            printf '%s\n' IPv4 IPv6
        case get-netipinterface.interfacealias
            printf '%s\n' @
        case get-netipinterface.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netipinterface.dhcp
            printf '%s\n' Disabled Enabled
        case set-netipinterface.addressfamily
            printf '%s\n' IPv4 IPv6
        case set-netipinterface.interfacealias
            printf '%s\n' @
        case set-netipinterface.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netipconfiguration.interfacealias
            printf '%s\n' @
        case get-netipconfiguration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-dnsclientserveraddress.addressfamily
            printf '%s\n' IPv4 IPv6
        case get-dnsclientserveraddress.interfacealias
            printf '%s\n' @
        case get-dnsclientserveraddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-dnsclientserveraddress.interfacealias
            printf '%s\n' @
        case set-dnsclientserveraddress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netnat.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netnat.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netnat.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netnatstaticmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-netnatstaticmapping.protocol
            printf '%s\n' TCP UDP
        case add-netnatstaticmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netnatstaticmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmswitch.name
            printf '%s\n' @
        case get-vmswitch.switchtype
            printf '%s\n' Private Internal External
        case get-vmswitch.computername
            printf '%s\n' @
        case get-vmswitch.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmswitchextension.vmswitchname
            printf '%s\n' @
        case get-vmswitchextension.computername
            printf '%s\n' @
        case get-vmswitchextension.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-vmswitch.switchtype
            printf '%s\n' Internal Private
        case new-vmswitch.allowmanagementos
            printf '%s\n' true false
        case new-vmswitch.netadaptername
            printf '%s\n' @
        case new-vmswitch.minimumbandwidthmode
            printf '%s\n' Default Weight Absolute None
        case new-vmswitch.enableiov
            printf '%s\n' true false
        case new-vmswitch.enablepacketdirect
            printf '%s\n' true false
        case new-vmswitch.enableembeddedteaming
            printf '%s\n' true false
        case new-vmswitch.persist
            printf '%s\n' None Networkd NetworkManager Netplan
        case new-vmswitch.computername
            printf '%s\n' @
        case new-vmswitch.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmswitch.name
            printf '%s\n' @
        case set-vmswitch.netadaptername
            printf '%s\n' @
        case set-vmswitch.switchtype
            printf '%s\n' Private Internal External
        case set-vmswitch.allowmanagementos
            printf '%s\n' true false
        case set-vmswitch.defaultqueuevrssenabled
            printf '%s\n' true false
        case set-vmswitch.defaultqueuevmmqenabled
            printf '%s\n' true false
        case set-vmswitch.defaultqueuevrssqueueschedulingmode
            printf '%s\n' Dynamic StaticVmq StaticVrss
        case set-vmswitch.defaultqueuevrssexcludeprimaryprocessor
            printf '%s\n' true false
        case set-vmswitch.enablesoftwarersc
            printf '%s\n' true false
        case set-vmswitch.computername
            printf '%s\n' @
        case set-vmswitch.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-vmswitch.name
            printf '%s\n' @
        case rename-vmswitch.computername
            printf '%s\n' @
        case rename-vmswitch.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmswitch.name
            printf '%s\n' @
        case remove-vmswitch.computername
            printf '%s\n' @
        case remove-vmswitch.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmswitchteam.name
            printf '%s\n' @
        case get-vmswitchteam.computername
            printf '%s\n' @
        case get-vmswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmswitchteam.name
            printf '%s\n' @
        case set-vmswitchteam.netadaptername
            printf '%s\n' @
        case set-vmswitchteam.teamingmode
            printf '%s\n' SwitchIndependent
        case set-vmswitchteam.loadbalancingalgorithm
            printf '%s\n' HyperVPort Dynamic
        case set-vmswitchteam.computername
            printf '%s\n' @
        case set-vmswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmswitchteammember.vmswitchname
            printf '%s\n' @
        case add-vmswitchteammember.netadaptername
            printf '%s\n' @
        case add-vmswitchteammember.computername
            printf '%s\n' @
        case add-vmswitchteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmswitchteammember.vmswitchname
            printf '%s\n' @
        case remove-vmswitchteammember.netadaptername
            printf '%s\n' @
        case remove-vmswitchteammember.computername
            printf '%s\n' @
        case remove-vmswitchteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netlbfoteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netlbfoteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netlbfoteamnic.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netlbfoteam.teammembers
            printf '%s\n' @
        case new-netlbfoteam.teamingmode
            printf '%s\n' Static SwitchIndependent Lacp
        case new-netlbfoteam.loadbalancingalgorithm
            printf '%s\n' TransportPorts IPAddresses MacAddresses HyperVPort Dynamic
        case new-netlbfoteam.lacptimer
            printf '%s\n' Slow Fast
        case new-netlbfoteam.persist
            printf '%s\n' None Networkd NetworkManager Netplan
        case new-netlbfoteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netlbfoteam.name
            printf '%s\n' @
        case set-netlbfoteam.teamingmode
            printf '%s\n' Static SwitchIndependent Lacp
        case set-netlbfoteam.loadbalancingalgorithm
            printf '%s\n' TransportPorts IPAddresses MacAddresses HyperVPort Dynamic
        case set-netlbfoteam.lacptimer
            printf '%s\n' Slow Fast
        case set-netlbfoteam.persist
            printf '%s\n' None Networkd NetworkManager Netplan
        case set-netlbfoteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-netlbfoteam.name
            printf '%s\n' @
        case rename-netlbfoteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netlbfoteam.name
            printf '%s\n' @
        case remove-netlbfoteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-netlbfoteammember.name
            printf '%s\n' @
        case add-netlbfoteammember.team
            printf '%s\n' @
        case add-netlbfoteammember.administrativemode
            printf '%s\n' Active Standby
        case add-netlbfoteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netlbfoteammember.team
            printf '%s\n' @
        case set-netlbfoteammember.administrativemode
            printf '%s\n' Active Standby
        case set-netlbfoteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netlbfoteammember.team
            printf '%s\n' @
        case remove-netlbfoteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-netlbfoteamnic.team
            printf '%s\n' @
        case add-netlbfoteamnic.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netlbfoteamnic.team
            printf '%s\n' @
        case set-netlbfoteamnic.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netlbfoteamnic.team
            printf '%s\n' @
        case remove-netlbfoteamnic.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netswitchteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netswitchteam.teammembers
            printf '%s\n' @
        case new-netswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-netswitchteam.name
            printf '%s\n' @
        case rename-netswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netswitchteam.name
            printf '%s\n' @
        case remove-netswitchteam.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-netswitchteammember.name
            printf '%s\n' @
        case add-netswitchteammember.team
            printf '%s\n' @
        case add-netswitchteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netswitchteammember.name
            printf '%s\n' @
        case remove-netswitchteammember.team
            printf '%s\n' @
        case remove-netswitchteammember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterbinding.name
            printf '%s\n' @
        case disable-netadapterbinding.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterchecksumoffload.name
            printf '%s\n' @
        case disable-netadapterchecksumoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterencapsulatedpackettaskoffload.encapsulationtype
            printf '%s\n' NVGRE VXLAN
        case disable-netadapterencapsulatedpackettaskoffload.name
            printf '%s\n' @
        case disable-netadapterencapsulatedpackettaskoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapteripsecoffload.name
            printf '%s\n' @
        case disable-netadapteripsecoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterlso.name
            printf '%s\n' @
        case disable-netadapterlso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterpowermanagement.name
            printf '%s\n' @
        case disable-netadapterpowermanagement.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterrdma.name
            printf '%s\n' @
        case disable-netadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterrsc.name
            printf '%s\n' @
        case disable-netadapterrsc.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterrss.name
            printf '%s\n' @
        case disable-netadapterrss.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapteruso.name
            printf '%s\n' @
        case disable-netadapteruso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadaptervmq.name
            printf '%s\n' @
        case disable-netadaptervmq.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterbinding.name
            printf '%s\n' @
        case enable-netadapterbinding.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterchecksumoffload.name
            printf '%s\n' @
        case enable-netadapterchecksumoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterencapsulatedpackettaskoffload.encapsulationtype
            printf '%s\n' NVGRE VXLAN
        case enable-netadapterencapsulatedpackettaskoffload.name
            printf '%s\n' @
        case enable-netadapterencapsulatedpackettaskoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapteripsecoffload.name
            printf '%s\n' @
        case enable-netadapteripsecoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterlso.name
            printf '%s\n' @
        case enable-netadapterlso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterpowermanagement.name
            printf '%s\n' @
        case enable-netadapterpowermanagement.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterrdma.name
            printf '%s\n' @
        case enable-netadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterrsc.name
            printf '%s\n' @
        case enable-netadapterrsc.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterrss.name
            printf '%s\n' @
        case enable-netadapterrss.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapteruso.name
            printf '%s\n' @
        case enable-netadapteruso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadaptervmq.name
            printf '%s\n' @
        case enable-netadaptervmq.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterbinding.name
            printf '%s\n' @
        case get-netadapterbinding.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterchecksumoffload.name
            printf '%s\n' @
        case get-netadapterchecksumoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterencapsulatedpackettaskoffload.name
            printf '%s\n' @
        case get-netadapterencapsulatedpackettaskoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapteripsecoffload.name
            printf '%s\n' @
        case get-netadapteripsecoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterlso.name
            printf '%s\n' @
        case get-netadapterlso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterpowermanagement.name
            printf '%s\n' @
        case get-netadapterpowermanagement.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterrdma.name
            printf '%s\n' @
        case get-netadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterrsc.ipv4failurereason
            printf '%s\n' NoFailure NicPropertyDisabled WFPCompatibility NDISCompatibility ForwardingEnabled NetOffloadGlobalDisabled Capability Unknown
        case get-netadapterrsc.ipv4operationalstate
            printf '%s\n' true false
        case get-netadapterrsc.ipv6failurereason
            printf '%s\n' NoFailure NicPropertyDisabled WFPCompatibility NDISCompatibility ForwardingEnabled NetOffloadGlobalDisabled Capability Unknown
        case get-netadapterrsc.ipv6operationalstate
            printf '%s\n' true false
        case get-netadapterrsc.name
            printf '%s\n' @
        case get-netadapterrsc.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapteruso.name
            printf '%s\n' @
        case get-netadapteruso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadaptervmq.name
            printf '%s\n' @
        case get-netadaptervmq.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadaptervmqqueue.name
            printf '%s\n' @
        case get-netadaptervmqqueue.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterbinding.enabled
            printf '%s\n' true false
        case set-netadapterbinding.name
            printf '%s\n' @
        case set-netadapterbinding.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterchecksumoffload.ipipv4enabled
            printf '%s\n' Disabled TxEnabled RxEnabled RxTxEnabled
        case set-netadapterchecksumoffload.tcpipv4enabled
            printf '%s\n' Disabled TxEnabled RxEnabled RxTxEnabled
        case set-netadapterchecksumoffload.tcpipv6enabled
            printf '%s\n' Disabled TxEnabled RxEnabled RxTxEnabled
        case set-netadapterchecksumoffload.udpipv4enabled
            printf '%s\n' Disabled TxEnabled RxEnabled RxTxEnabled
        case set-netadapterchecksumoffload.udpipv6enabled
            printf '%s\n' Disabled TxEnabled RxEnabled RxTxEnabled
        case set-netadapterchecksumoffload.name
            printf '%s\n' @
        case set-netadapterchecksumoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterencapsulatedpackettaskoffload.nvgreencapsulatedpackettaskoffloadenabled
            printf '%s\n' true false
        case set-netadapterencapsulatedpackettaskoffload.vxlanencapsulatedpackettaskoffloadenabled
            printf '%s\n' true false
        case set-netadapterencapsulatedpackettaskoffload.name
            printf '%s\n' @
        case set-netadapterencapsulatedpackettaskoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapteripsecoffload.enabled
            printf '%s\n' true false
        case set-netadapteripsecoffload.name
            printf '%s\n' @
        case set-netadapteripsecoffload.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterlso.ipv4enabled
            printf '%s\n' true false
        case set-netadapterlso.ipv6enabled
            printf '%s\n' true false
        case set-netadapterlso.v1ipv4enabled
            printf '%s\n' true false
        case set-netadapterlso.name
            printf '%s\n' @
        case set-netadapterlso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterpowermanagement.arpoffload
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.d0packetcoalescing
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.devicesleepondisconnect
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.nsoffload
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.rsnrekeyoffload
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.selectivesuspend
            printf '%s\n' Unsupported Disabled Enabled
        case set-netadapterpowermanagement.wakeonmagicpacket
            printf '%s\n' Enabled Disabled
        case set-netadapterpowermanagement.wakeonpattern
            printf '%s\n' Enabled Disabled
        case set-netadapterpowermanagement.energyefficientethernet
            printf '%s\n' Enabled Disabled
        case set-netadapterpowermanagement.name
            printf '%s\n' @
        case set-netadapterpowermanagement.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterrdma.enabled
            printf '%s\n' true false
        case set-netadapterrdma.name
            printf '%s\n' @
        case set-netadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterrsc.ipv4enabled
            printf '%s\n' true false
        case set-netadapterrsc.ipv6enabled
            printf '%s\n' true false
        case set-netadapterrsc.name
            printf '%s\n' @
        case set-netadapterrsc.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterrss.enabled
            printf '%s\n' true false
        case set-netadapterrss.profile
            printf '%s\n' Closest ClosestStatic NUMA NUMAStatic Conservative
        case set-netadapterrss.name
            printf '%s\n' @
        case set-netadapterrss.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapteruso.ipv4enabled
            printf '%s\n' true false
        case set-netadapteruso.ipv6enabled
            printf '%s\n' true false
        case set-netadapteruso.name
            printf '%s\n' @
        case set-netadapteruso.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadaptervmq.enabled
            printf '%s\n' true false
        case set-netadaptervmq.name
            printf '%s\n' @
        case set-netadaptervmq.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netadapterqos.name
            printf '%s\n' @
        case disable-netadapterqos.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-netqosflowcontrol.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netadapterqos.name
            printf '%s\n' @
        case enable-netadapterqos.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-netqosflowcontrol.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netadapterqos.name
            printf '%s\n' @
        case get-netadapterqos.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netqosdcbxsetting.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netqosflowcontrol.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netqospolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-netqostrafficclass.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netqospolicy.ipprotocolmatchcondition
            printf '%s\n' None TCP UDP Both
        case new-netqospolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-netqostrafficclass.algorithm
            printf '%s\n' Strict ETS
        case new-netqostrafficclass.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netqospolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-netqostrafficclass.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netadapterqos.enabled
            printf '%s\n' true false
        case set-netadapterqos.name
            printf '%s\n' @
        case set-netadapterqos.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netqosdcbxsetting.willing
            printf '%s\n' true false
        case set-netqosdcbxsetting.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netqosflowcontrol.enabled
            printf '%s\n' true false
        case set-netqosflowcontrol.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netqospolicy.ipprotocolmatchcondition
            printf '%s\n' None TCP UDP Both
        case set-netqospolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-netqostrafficclass.algorithm
            printf '%s\n' Strict ETS
        case set-netqostrafficclass.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vm.name
            printf '%s\n' @
        case get-vm.computername
            printf '%s\n' @
        case get-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-vm.bootdevice
            printf '%s\n' Floppy CD IDE LegacyNetworkAdapter NetworkAdapter VHD
        case new-vm.switchname
            printf '%s\n' @
        case new-vm.generation
            printf '%s\n' 1 2
        case new-vm.gueststateisolationtype
            printf '%s\n' TrustedLaunch VBS SNP TDX Disabled
        case new-vm.computername
            printf '%s\n' @
        case new-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-vm.name
            printf '%s\n' @
        case start-vm.computername
            printf '%s\n' @
        case start-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-vm.name
            printf '%s\n' @
        case stop-vm.computername
            printf '%s\n' @
        case stop-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vm.name
            printf '%s\n' @
        case remove-vm.computername
            printf '%s\n' @
        case remove-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-vm.name
            printf '%s\n' @
        case rename-vm.computername
            printf '%s\n' @
        case rename-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case restart-vm.name
            printf '%s\n' @
        case restart-vm.for
            printf '%s\n' Heartbeat IPAddress
        case restart-vm.type
            printf '%s\n' Reset
        case restart-vm.computername
            printf '%s\n' @
        case restart-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case update-vmversion.name
            printf '%s\n' @
        case update-vmversion.computername
            printf '%s\n' @
        case update-vmversion.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case suspend-vm.name
            printf '%s\n' @
        case suspend-vm.computername
            printf '%s\n' @
        case suspend-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case resume-vm.name
            printf '%s\n' @
        case resume-vm.computername
            printf '%s\n' @
        case resume-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case save-vm.name
            printf '%s\n' @
        case save-vm.computername
            printf '%s\n' @
        case save-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vm.name
            printf '%s\n' @
        case set-vm.guestcontrolledcachetypes
            printf '%s\n' true false
        case set-vm.batterypassthroughenabled
            printf '%s\n' true false
        case set-vm.automaticstartaction
            printf '%s\n' Nothing StartIfRunning Start
        case set-vm.automaticstopaction
            printf '%s\n' TurnOff Save ShutDown
        case set-vm.automaticcriticalerroraction
            printf '%s\n' None Pause
        case set-vm.automaticcheckpointsenabled
            printf '%s\n' true false
        case set-vm.lockondisconnect
            printf '%s\n' On Off
        case set-vm.checkpointtype
            printf '%s\n' Disabled Production ProductionOnly Standard
        case set-vm.enhancedsessiontransporttype
            printf '%s\n' VMBus HvSocket
        case set-vm.ranatshutdown
            printf '%s\n' true false
        case set-vm.computername
            printf '%s\n' @
        case set-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmsavedstate.vmname
            printf '%s\n' @
        case remove-vmsavedstate.computername
            printf '%s\n' @
        case remove-vmsavedstate.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmconsolesupport.vmname
            printf '%s\n' @
        case disable-vmconsolesupport.computername
            printf '%s\n' @
        case disable-vmconsolesupport.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmconsolesupport.vmname
            printf '%s\n' @
        case enable-vmconsolesupport.computername
            printf '%s\n' @
        case enable-vmconsolesupport.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmtpm.vmname
            printf '%s\n' @
        case disable-vmtpm.computername
            printf '%s\n' @
        case disable-vmtpm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmtpm.vmname
            printf '%s\n' @
        case enable-vmtpm.computername
            printf '%s\n' @
        case enable-vmtpm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmbios.vmname
            printf '%s\n' @
        case get-vmbios.computername
            printf '%s\n' @
        case get-vmbios.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmcomport.vmname
            printf '%s\n' @
        case get-vmcomport.computername
            printf '%s\n' @
        case get-vmcomport.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmfirmware.vmname
            printf '%s\n' @
        case get-vmfirmware.computername
            printf '%s\n' @
        case get-vmfirmware.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmkeyprotector.vmname
            printf '%s\n' @
        case get-vmkeyprotector.computername
            printf '%s\n' @
        case get-vmkeyprotector.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmmemory.vmname
            printf '%s\n' @
        case get-vmmemory.computername
            printf '%s\n' @
        case get-vmmemory.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmprocessor.vmname
            printf '%s\n' @
        case get-vmprocessor.computername
            printf '%s\n' @
        case get-vmprocessor.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmsecurity.vmname
            printf '%s\n' @
        case get-vmsecurity.computername
            printf '%s\n' @
        case get-vmsecurity.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmvideo.vmname
            printf '%s\n' @
        case get-vmvideo.computername
            printf '%s\n' @
        case get-vmvideo.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmbios.startuporder
            printf '%s\n' Floppy CD IDE LegacyNetworkAdapter NetworkAdapter VHD
        case set-vmbios.vmname
            printf '%s\n' @
        case set-vmbios.computername
            printf '%s\n' @
        case set-vmbios.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmcomport.debuggermode
            printf '%s\n' On Off
        case set-vmcomport.vmname
            printf '%s\n' @
        case set-vmcomport.computername
            printf '%s\n' @
        case set-vmcomport.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmfirmware.enablesecureboot
            printf '%s\n' On Off
        case set-vmfirmware.preferrednetworkbootprotocol
            printf '%s\n' IPv4 IPv6
        case set-vmfirmware.consolemode
            printf '%s\n' Default COM1 COM2 None
        case set-vmfirmware.pauseafterbootfailure
            printf '%s\n' On Off
        case set-vmfirmware.uefi
            printf '%s\n' true false
        case set-vmfirmware.vmname
            printf '%s\n' @
        case set-vmfirmware.computername
            printf '%s\n' @
        case set-vmfirmware.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmkeyprotector.vmname
            printf '%s\n' @
        case set-vmkeyprotector.computername
            printf '%s\n' @
        case set-vmkeyprotector.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmmemory.dynamicmemoryenabled
            printf '%s\n' true false
        case set-vmmemory.vmname
            printf '%s\n' @
        case set-vmmemory.computername
            printf '%s\n' @
        case set-vmmemory.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmprocessor.compatibilityformigrationenabled
            printf '%s\n' true false
        case set-vmprocessor.compatibilityforolderoperatingsystemsenabled
            printf '%s\n' true false
        case set-vmprocessor.enablehostresourceprotection
            printf '%s\n' true false
        case set-vmprocessor.exposevirtualizationextensions
            printf '%s\n' true false
        case set-vmprocessor.enablelegacyapicmode
            printf '%s\n' true false
        case set-vmprocessor.allowacountmcount
            printf '%s\n' true false
        case set-vmprocessor.vmname
            printf '%s\n' @
        case set-vmprocessor.computername
            printf '%s\n' @
        case set-vmprocessor.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmsecurity.encryptstateandvmmigrationtraffic
            printf '%s\n' true false
        case set-vmsecurity.virtualizationbasedsecurityoptout
            printf '%s\n' true false
        case set-vmsecurity.vmname
            printf '%s\n' @
        case set-vmsecurity.computername
            printf '%s\n' @
        case set-vmsecurity.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmvideo.resolutiontype
            printf '%s\n' Maximum Single Default
        case set-vmvideo.vmname
            printf '%s\n' @
        case set-vmvideo.computername
            printf '%s\n' @
        case set-vmvideo.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmintegrationservice.vmname
            printf '%s\n' @
        case get-vmintegrationservice.computername
            printf '%s\n' @
        case get-vmintegrationservice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmintegrationservice.vmname
            printf '%s\n' @
        case enable-vmintegrationservice.computername
            printf '%s\n' @
        case enable-vmintegrationservice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmintegrationservice.vmname
            printf '%s\n' @
        case disable-vmintegrationservice.computername
            printf '%s\n' @
        case disable-vmintegrationservice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case vmconnect.name
            printf '%s\n' @
        case vmconnect.vmname
            printf '%s\n' @
        case vmconnect.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case wait-vm.name
            printf '%s\n' @
        case wait-vm.for
            printf '%s\n' Heartbeat IPAddress Reboot MemoryOperations
        case wait-vm.computername
            printf '%s\n' @
        case wait-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case copy-vmfile.name
            printf '%s\n' @
        case copy-vmfile.filesource
            printf '%s\n' Host
        case copy-vmfile.computername
            printf '%s\n' @
        case copy-vmfile.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case measure-vm.name
            printf '%s\n' @
        case measure-vm.computername
            printf '%s\n' @
        case measure-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case measure-vmnetworkadapter.vmname
            printf '%s\n' @
        case measure-vmnetworkadapter.name
            printf '%s\n' @
        case measure-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmresourcemetering.vmname
            printf '%s\n' @
        case enable-vmresourcemetering.resourcepooltype
            printf '%s\n' Memory Processor Ethernet VHD ISO VFD FibreChannelPort FibreChannelConnection PciExpress
        case enable-vmresourcemetering.computername
            printf '%s\n' @
        case enable-vmresourcemetering.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmresourcemetering.vmname
            printf '%s\n' @
        case disable-vmresourcemetering.resourcepooltype
            printf '%s\n' Memory Processor Ethernet VHD ISO VFD FibreChannelPort FibreChannelConnection PciExpress
        case disable-vmresourcemetering.computername
            printf '%s\n' @
        case disable-vmresourcemetering.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case reset-vmresourcemetering.vmname
            printf '%s\n' @
        case reset-vmresourcemetering.resourcepooltype
            printf '%s\n' Memory Processor Ethernet VHD ISO VFD FibreChannelPort FibreChannelConnection PciExpress
        case reset-vmresourcemetering.computername
            printf '%s\n' @
        case reset-vmresourcemetering.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-vmgroup.grouptype
            printf '%s\n' VMCollectionType ManagementCollectionType
        case new-vmgroup.computername
            printf '%s\n' @
        case new-vmgroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmgroup.computername
            printf '%s\n' @
        case get-vmgroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmgroup.computername
            printf '%s\n' @
        case remove-vmgroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-vmgroup.computername
            printf '%s\n' @
        case rename-vmgroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmgroupmember.computername
            printf '%s\n' @
        case add-vmgroupmember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmgroupmember.computername
            printf '%s\n' @
        case remove-vmgroupmember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmmigrationnetwork.computername
            printf '%s\n' @
        case add-vmmigrationnetwork.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case compare-vm.name
            printf '%s\n' @
        case compare-vm.destinationhost
            printf '%s\n' @
        case compare-vm.computername
            printf '%s\n' @
        case compare-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disable-vmmigration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enable-vmmigration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmmigrationnetwork.computername
            printf '%s\n' @
        case get-vmmigrationnetwork.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case move-vm.name
            printf '%s\n' @
        case move-vm.destinationhost
            printf '%s\n' @
        case move-vm.computername
            printf '%s\n' @
        case move-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case move-vmstorage.name
            printf '%s\n' @
        case move-vmstorage.computername
            printf '%s\n' @
        case move-vmstorage.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmmigrationnetwork.computername
            printf '%s\n' @
        case remove-vmmigrationnetwork.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmmigrationnetwork.computername
            printf '%s\n' @
        case set-vmmigrationnetwork.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-vm.name
            printf '%s\n' @
        case export-vm.capturelivestate
            printf '%s\n' CaptureCrashConsistentState CaptureSavedState CaptureDataConsistentState
        case export-vm.computername
            printf '%s\n' @
        case export-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-vm.computername
            printf '%s\n' @
        case import-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case checkpoint-vm.name
            printf '%s\n' @
        case checkpoint-vm.computername
            printf '%s\n' @
        case checkpoint-vm.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmsnapshot.vmname
            printf '%s\n' @
        case get-vmsnapshot.name
            printf '%s\n' @
        case get-vmsnapshot.snapshottype
            printf '%s\n' Standard Recovery Planned Missing Replica AppConsistentReplica SyncedReplica
        case get-vmsnapshot.computername
            printf '%s\n' @
        case get-vmsnapshot.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case restore-vmsnapshot.name
            printf '%s\n' @
        case restore-vmsnapshot.vmname
            printf '%s\n' @
        case restore-vmsnapshot.computername
            printf '%s\n' @
        case restore-vmsnapshot.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmsnapshot.vmname
            printf '%s\n' @
        case remove-vmsnapshot.name
            printf '%s\n' @
        case remove-vmsnapshot.computername
            printf '%s\n' @
        case remove-vmsnapshot.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-vmsnapshot.name
            printf '%s\n' @
        case rename-vmsnapshot.vmname
            printf '%s\n' @
        case rename-vmsnapshot.computername
            printf '%s\n' @
        case rename-vmsnapshot.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-vmsnapshot.vmname
            printf '%s\n' @
        case export-vmsnapshot.computername
            printf '%s\n' @
        case export-vmsnapshot.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-clustervirtualmachinerole.vmname
            printf '%s\n' @
        case add-clustervirtualmachinerole.virtualmachine
            printf '%s\n' @
        case add-clustervirtualmachinerole.cluster
            printf '%s\n' @
        case add-clustervirtualmachinerole.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-cluster.name
            printf '%s\n' @
        case get-cluster.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clustergroup.cluster
            printf '%s\n' @
        case get-clustergroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusterlog.node
            printf '%s\n' @
        case get-clusterlog.cluster
            printf '%s\n' @
        case get-clusterlog.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusternetwork.cluster
            printf '%s\n' @
        case get-clusternetwork.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusternetworkinterface.cluster
            printf '%s\n' @
        case get-clusternetworkinterface.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusternode.cluster
            printf '%s\n' @
        case get-clusternode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusterownernode.cluster
            printf '%s\n' @
        case get-clusterownernode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clusterresource.cluster
            printf '%s\n' @
        case get-clusterresource.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case move-clustergroup.node
            printf '%s\n' @
        case move-clustergroup.cluster
            printf '%s\n' @
        case move-clustergroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case move-clustervirtualmachinerole.node
            printf '%s\n' @
        case move-clustervirtualmachinerole.migrationtype
            printf '%s\n' TurnOff Quick Shutdown ShutdownForce Live
        case move-clustervirtualmachinerole.cluster
            printf '%s\n' @
        case move-clustervirtualmachinerole.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-clustergroup.cluster
            printf '%s\n' @
        case remove-clustergroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case resume-clusternode.name
            printf '%s\n' @
        case resume-clusternode.failback
            printf '%s\n' NoFailback Immediate Policy
        case resume-clusternode.cluster
            printf '%s\n' @
        case resume-clusternode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-clusterownernode.owners
            printf '%s\n' @
        case set-clusterownernode.cluster
            printf '%s\n' @
        case set-clusterownernode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-clustergroup.cluster
            printf '%s\n' @
        case start-clustergroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-clustergroup.cluster
            printf '%s\n' @
        case stop-clustergroup.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case suspend-clusternode.name
            printf '%s\n' @
        case suspend-clusternode.targetnode
            printf '%s\n' @
        case suspend-clusternode.cluster
            printf '%s\n' @
        case suspend-clusternode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-cluster.node
            printf '%s\n' @
        case test-cluster.cluster
            printf '%s\n' @
        case test-cluster.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-vmplacement.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case update-clustervirtualmachineconfiguration.cluster
            printf '%s\n' @
        case update-clustervirtualmachineconfiguration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmharddiskdrive.vmname
            printf '%s\n' @
        case add-vmharddiskdrive.controllertype
            printf '%s\n' IDE SCSI PMEM
        case add-vmharddiskdrive.overridecacheattributes
            printf '%s\n' Default WriteCacheEnabled WriteCacheAndFUAEnabled WriteCacheDisabled
        case add-vmharddiskdrive.format
            printf '%s\n' Raw Qcow2 Vhdx Vhd
        case add-vmharddiskdrive.computername
            printf '%s\n' @
        case add-vmharddiskdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmharddiskdrive.vmname
            printf '%s\n' @
        case get-vmharddiskdrive.controllertype
            printf '%s\n' IDE SCSI PMEM
        case get-vmharddiskdrive.computername
            printf '%s\n' @
        case get-vmharddiskdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmharddiskdrive.vmname
            printf '%s\n' @
        case set-vmharddiskdrive.controllertype
            printf '%s\n' IDE SCSI PMEM
        case set-vmharddiskdrive.tocontrollertype
            printf '%s\n' IDE SCSI PMEM
        case set-vmharddiskdrive.supportpersistentreservations
            printf '%s\n' true false
        case set-vmharddiskdrive.overridecacheattributes
            printf '%s\n' Default WriteCacheEnabled WriteCacheAndFUAEnabled WriteCacheDisabled
        case set-vmharddiskdrive.computername
            printf '%s\n' @
        case set-vmharddiskdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmharddiskdrive.vmname
            printf '%s\n' @
        case remove-vmharddiskdrive.controllertype
            printf '%s\n' IDE SCSI PMEM
        case remove-vmharddiskdrive.computername
            printf '%s\n' @
        case remove-vmharddiskdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmdvddrive.vmname
            printf '%s\n' @
        case add-vmdvddrive.computername
            printf '%s\n' @
        case add-vmdvddrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmdvddrive.vmname
            printf '%s\n' @
        case get-vmdvddrive.computername
            printf '%s\n' @
        case get-vmdvddrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmdvddrive.vmname
            printf '%s\n' @
        case set-vmdvddrive.computername
            printf '%s\n' @
        case set-vmdvddrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmdvddrive.vmname
            printf '%s\n' @
        case remove-vmdvddrive.computername
            printf '%s\n' @
        case remove-vmdvddrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmscsicontroller.vmname
            printf '%s\n' @
        case add-vmscsicontroller.computername
            printf '%s\n' @
        case add-vmscsicontroller.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmscsicontroller.vmname
            printf '%s\n' @
        case get-vmscsicontroller.computername
            printf '%s\n' @
        case get-vmscsicontroller.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmscsicontroller.vmname
            printf '%s\n' @
        case remove-vmscsicontroller.computername
            printf '%s\n' @
        case remove-vmscsicontroller.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmidecontroller.vmname
            printf '%s\n' @
        case get-vmidecontroller.computername
            printf '%s\n' @
        case get-vmidecontroller.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-vhd.format
            printf '%s\n' Raw Qcow2 Vhdx Vhd
        case new-vhd.computername
            printf '%s\n' @
        case new-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vhd.computername
            printf '%s\n' @
        case get-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vhd.computername
            printf '%s\n' @
        case set-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case resize-vhd.computername
            printf '%s\n' @
        case resize-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convert-vhd.vhdtype
            printf '%s\n' Unknown Fixed Dynamic Differencing
        case convert-vhd.format
            printf '%s\n' Raw Qcow2 Vhdx Vhd
        case convert-vhd.computername
            printf '%s\n' @
        case convert-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case optimize-vhd.mode
            printf '%s\n' Full Quick Retrim Pretrimmed Prezeroed
        case optimize-vhd.computername
            printf '%s\n' @
        case optimize-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case merge-vhd.computername
            printf '%s\n' @
        case merge-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case mount-vhd.computername
            printf '%s\n' @
        case mount-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case dismount-vhd.computername
            printf '%s\n' @
        case dismount-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-vhd.computername
            printf '%s\n' @
        case test-vhd.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-disk.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-partition.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-physicaldisk.canpool
            printf '%s\n' true false
        case get-physicaldisk.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-volume.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapter.islegacy
            printf '%s\n' true false
        case get-vmnetworkadapter.vmname
            printf '%s\n' @
        case get-vmnetworkadapter.name
            printf '%s\n' @
        case get-vmnetworkadapter.switchname
            printf '%s\n' @
        case get-vmnetworkadapter.computername
            printf '%s\n' @
        case get-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadaptervlan.vmname
            printf '%s\n' @
        case get-vmnetworkadaptervlan.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadaptervlan.computername
            printf '%s\n' @
        case get-vmnetworkadaptervlan.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapter.vmname
            printf '%s\n' @
        case set-vmnetworkadapter.name
            printf '%s\n' @
        case set-vmnetworkadapter.numaawareplacement
            printf '%s\n' true false
        case set-vmnetworkadapter.interruptmoderation
            printf '%s\n' true false
        case set-vmnetworkadapter.macaddressspoofing
            printf '%s\n' On Off
        case set-vmnetworkadapter.dhcpguard
            printf '%s\n' On Off
        case set-vmnetworkadapter.routerguard
            printf '%s\n' On Off
        case set-vmnetworkadapter.portmirroring
            printf '%s\n' None Destination Source
        case set-vmnetworkadapter.ieeeprioritytag
            printf '%s\n' On Off
        case set-vmnetworkadapter.iovinterruptmoderation
            printf '%s\n' Default Adaptive Off Low Medium High
        case set-vmnetworkadapter.allowteaming
            printf '%s\n' On Off
        case set-vmnetworkadapter.notmonitoredincluster
            printf '%s\n' true false
        case set-vmnetworkadapter.devicenaming
            printf '%s\n' On Off
        case set-vmnetworkadapter.fixspeed10g
            printf '%s\n' On Off
        case set-vmnetworkadapter.vrssenabled
            printf '%s\n' true false
        case set-vmnetworkadapter.vmmqenabled
            printf '%s\n' true false
        case set-vmnetworkadapter.vrssqueueschedulingmode
            printf '%s\n' Dynamic StaticVmq StaticVrss
        case set-vmnetworkadapter.vrssexcludeprimaryprocessor
            printf '%s\n' true false
        case set-vmnetworkadapter.vrssindependenthostspreading
            printf '%s\n' true false
        case set-vmnetworkadapter.vrssvmbuschannelaffinitypolicy
            printf '%s\n' None Weak Strong Strict
        case set-vmnetworkadapter.computername
            printf '%s\n' @
        case set-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadaptervlan.vmnetworkadaptername
            printf '%s\n' @
        case set-vmnetworkadaptervlan.vmname
            printf '%s\n' @
        case set-vmnetworkadaptervlan.computername
            printf '%s\n' @
        case set-vmnetworkadaptervlan.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmnetworkadapter.vmname
            printf '%s\n' @
        case add-vmnetworkadapter.switchname
            printf '%s\n' @
        case add-vmnetworkadapter.islegacy
            printf '%s\n' true false
        case add-vmnetworkadapter.numaawareplacement
            printf '%s\n' true false
        case add-vmnetworkadapter.devicenaming
            printf '%s\n' On Off
        case add-vmnetworkadapter.computername
            printf '%s\n' @
        case add-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmnetworkadapter.vmname
            printf '%s\n' @
        case remove-vmnetworkadapter.name
            printf '%s\n' @
        case remove-vmnetworkadapter.switchname
            printf '%s\n' @
        case remove-vmnetworkadapter.computername
            printf '%s\n' @
        case remove-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-vmnetworkadapter.vmname
            printf '%s\n' @
        case rename-vmnetworkadapter.name
            printf '%s\n' @
        case rename-vmnetworkadapter.computername
            printf '%s\n' @
        case rename-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case connect-vmnetworkadapter.name
            printf '%s\n' @
        case connect-vmnetworkadapter.switchname
            printf '%s\n' @
        case connect-vmnetworkadapter.vmname
            printf '%s\n' @
        case connect-vmnetworkadapter.computername
            printf '%s\n' @
        case connect-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disconnect-vmnetworkadapter.vmname
            printf '%s\n' @
        case disconnect-vmnetworkadapter.name
            printf '%s\n' @
        case disconnect-vmnetworkadapter.computername
            printf '%s\n' @
        case disconnect-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapteracl.vmname
            printf '%s\n' @
        case get-vmnetworkadapteracl.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadapteracl.computername
            printf '%s\n' @
        case get-vmnetworkadapteracl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmnetworkadapteracl.action
            printf '%s\n' Allow Deny Meter
        case add-vmnetworkadapteracl.direction
            printf '%s\n' Inbound Outbound Both
        case add-vmnetworkadapteracl.vmnetworkadaptername
            printf '%s\n' @
        case add-vmnetworkadapteracl.vmname
            printf '%s\n' @
        case add-vmnetworkadapteracl.computername
            printf '%s\n' @
        case add-vmnetworkadapteracl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmnetworkadapteracl.action
            printf '%s\n' Allow Deny Meter
        case remove-vmnetworkadapteracl.direction
            printf '%s\n' Inbound Outbound Both
        case remove-vmnetworkadapteracl.vmnetworkadaptername
            printf '%s\n' @
        case remove-vmnetworkadapteracl.vmname
            printf '%s\n' @
        case remove-vmnetworkadapteracl.computername
            printf '%s\n' @
        case remove-vmnetworkadapteracl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterextendedacl.vmname
            printf '%s\n' @
        case get-vmnetworkadapterextendedacl.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadapterextendedacl.computername
            printf '%s\n' @
        case get-vmnetworkadapterextendedacl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmnetworkadapterextendedacl.action
            printf '%s\n' Allow Deny
        case add-vmnetworkadapterextendedacl.direction
            printf '%s\n' Inbound Outbound
        case add-vmnetworkadapterextendedacl.stateful
            printf '%s\n' true false
        case add-vmnetworkadapterextendedacl.vmnetworkadaptername
            printf '%s\n' @
        case add-vmnetworkadapterextendedacl.vmname
            printf '%s\n' @
        case add-vmnetworkadapterextendedacl.computername
            printf '%s\n' @
        case add-vmnetworkadapterextendedacl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmnetworkadapterextendedacl.direction
            printf '%s\n' Inbound Outbound
        case remove-vmnetworkadapterextendedacl.vmnetworkadaptername
            printf '%s\n' @
        case remove-vmnetworkadapterextendedacl.vmname
            printf '%s\n' @
        case remove-vmnetworkadapterextendedacl.computername
            printf '%s\n' @
        case remove-vmnetworkadapterextendedacl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterisolation.vmname
            printf '%s\n' @
        case get-vmnetworkadapterisolation.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadapterisolation.computername
            printf '%s\n' @
        case get-vmnetworkadapterisolation.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapterisolation.isolationmode
            printf '%s\n' None NativeVirtualSubnet ExternalVirtualSubnet Vlan
        case set-vmnetworkadapterisolation.allowuntaggedtraffic
            printf '%s\n' true false
        case set-vmnetworkadapterisolation.multitenantstack
            printf '%s\n' On Off
        case set-vmnetworkadapterisolation.vmnetworkadaptername
            printf '%s\n' @
        case set-vmnetworkadapterisolation.vmname
            printf '%s\n' @
        case set-vmnetworkadapterisolation.computername
            printf '%s\n' @
        case set-vmnetworkadapterisolation.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterteammapping.name
            printf '%s\n' @
        case get-vmnetworkadapterteammapping.switchname
            printf '%s\n' @
        case get-vmnetworkadapterteammapping.vmname
            printf '%s\n' @
        case get-vmnetworkadapterteammapping.computername
            printf '%s\n' @
        case get-vmnetworkadapterteammapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapterteammapping.vmnetworkadaptername
            printf '%s\n' @
        case set-vmnetworkadapterteammapping.physicalnetadaptername
            printf '%s\n' @
        case set-vmnetworkadapterteammapping.disableonfailover
            printf '%s\n' None RDMA
        case set-vmnetworkadapterteammapping.switchname
            printf '%s\n' @
        case set-vmnetworkadapterteammapping.vmname
            printf '%s\n' @
        case set-vmnetworkadapterteammapping.computername
            printf '%s\n' @
        case set-vmnetworkadapterteammapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmnetworkadapterteammapping.name
            printf '%s\n' @
        case remove-vmnetworkadapterteammapping.switchname
            printf '%s\n' @
        case remove-vmnetworkadapterteammapping.vmname
            printf '%s\n' @
        case remove-vmnetworkadapterteammapping.computername
            printf '%s\n' @
        case remove-vmnetworkadapterteammapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case show-vmnetworktopology.vmname
            printf '%s\n' @
        case show-vmnetworktopology.switchname
            printf '%s\n' @
        case show-vmnetworktopology.as
            printf '%s\n' Text Svg Dot Mermaid Json
        case show-vmnetworktopology.computername
            printf '%s\n' @
        case show-vmnetworktopology.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmnetworkadapterroutingdomainmapping.vmnetworkadaptername
            printf '%s\n' @
        case add-vmnetworkadapterroutingdomainmapping.vmname
            printf '%s\n' @
        case add-vmnetworkadapterroutingdomainmapping.computername
            printf '%s\n' @
        case add-vmnetworkadapterroutingdomainmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapterroutingdomainmapping.vmnetworkadaptername
            printf '%s\n' @
        case set-vmnetworkadapterroutingdomainmapping.vmname
            printf '%s\n' @
        case set-vmnetworkadapterroutingdomainmapping.computername
            printf '%s\n' @
        case set-vmnetworkadapterroutingdomainmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmnetworkadapterroutingdomainmapping.vmnetworkadaptername
            printf '%s\n' @
        case remove-vmnetworkadapterroutingdomainmapping.vmname
            printf '%s\n' @
        case remove-vmnetworkadapterroutingdomainmapping.computername
            printf '%s\n' @
        case remove-vmnetworkadapterroutingdomainmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterroutingdomainmapping.vmname
            printf '%s\n' @
        case get-vmnetworkadapterroutingdomainmapping.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadapterroutingdomainmapping.computername
            printf '%s\n' @
        case get-vmnetworkadapterroutingdomainmapping.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterrdma.name
            printf '%s\n' @
        case get-vmnetworkadapterrdma.switchname
            printf '%s\n' @
        case get-vmnetworkadapterrdma.vmname
            printf '%s\n' @
        case get-vmnetworkadapterrdma.computername
            printf '%s\n' @
        case get-vmnetworkadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapterrdma.name
            printf '%s\n' @
        case set-vmnetworkadapterrdma.vmname
            printf '%s\n' @
        case set-vmnetworkadapterrdma.computername
            printf '%s\n' @
        case set-vmnetworkadapterrdma.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmnetworkadapterfailoverconfiguration.vmname
            printf '%s\n' @
        case get-vmnetworkadapterfailoverconfiguration.vmnetworkadaptername
            printf '%s\n' @
        case get-vmnetworkadapterfailoverconfiguration.computername
            printf '%s\n' @
        case get-vmnetworkadapterfailoverconfiguration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-vmnetworkadapterfailoverconfiguration.vmname
            printf '%s\n' @
        case set-vmnetworkadapterfailoverconfiguration.vmnetworkadaptername
            printf '%s\n' @
        case set-vmnetworkadapterfailoverconfiguration.computername
            printf '%s\n' @
        case set-vmnetworkadapterfailoverconfiguration.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-vmnetworkadapter.vmname
            printf '%s\n' @
        case test-vmnetworkadapter.name
            printf '%s\n' @
        case test-vmnetworkadapter.computername
            printf '%s\n' @
        case test-vmnetworkadapter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmhostassignabledevice.locationpath
            printf '%s\n' @
        case get-vmhostassignabledevice.computername
            printf '%s\n' @
        case get-vmhostassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case dismount-vmhostassignabledevice.locationpath
            printf '%s\n' @
        case dismount-vmhostassignabledevice.computername
            printf '%s\n' @
        case dismount-vmhostassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case mount-vmhostassignabledevice.locationpath
            printf '%s\n' @
        case mount-vmhostassignabledevice.computername
            printf '%s\n' @
        case mount-vmhostassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-vmassignabledevice.vmname
            printf '%s\n' @
        case get-vmassignabledevice.locationpath
            printf '%s\n' @
        case get-vmassignabledevice.computername
            printf '%s\n' @
        case get-vmassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-vmassignabledevice.vmname
            printf '%s\n' @
        case add-vmassignabledevice.locationpath
            printf '%s\n' @
        case add-vmassignabledevice.computername
            printf '%s\n' @
        case add-vmassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-vmassignabledevice.vmname
            printf '%s\n' @
        case remove-vmassignabledevice.locationpath
            printf '%s\n' @
        case remove-vmassignabledevice.computername
            printf '%s\n' @
        case remove-vmassignabledevice.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-content.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-content.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-dnsclientcache.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convert-path.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case copy-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-childitem.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-clipboard.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-cimassociatedinstance.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-cimclass.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-ciminstance.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-computerinfo.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-content.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-hotfix.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-itemproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-itempropertyvalue.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-location.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-process.name
            printf '%s\n' @
        case get-process.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-psdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-psprovider.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-service.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-timezone.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-uptime.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-wmiobject.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-cimmethod.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-wmimethod.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case join-path.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case mkdir.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case move-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-ciminstance.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-itemproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-psdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case pop-location.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case push-location.path
            printf '%s\n' @
        case push-location.literalpath
            printf '%s\n' @
        case push-location.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case register-cimindicationevent.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-ciminstance.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-itemproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-psdrive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case rename-itemproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case resolve-path.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case restart-computer.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case restart-service.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-ciminstance.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-content.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-clipboard.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-item.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-itemproperty.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-location.path
            printf '%s\n' @
        case set-location.literalpath
            printf '%s\n' @
        case set-location.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-service.startuptype
            printf '%s\n' Automatic AutomaticDelayedStart Manual Disabled
        case set-service.status
            printf '%s\n' Running Stopped Paused
        case set-service.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case split-path.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-process.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-service.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-computer.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-process.name
            printf '%s\n' @
        case stop-process.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-service.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-connection.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case resolve-dnsname.type
            printf '%s\n' UNKNOWN A NS CNAME PTR MX TXT AAAA SRV ALL A_AAAA
        case resolve-dnsname.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-netconnection.commontcpport
            printf '%s\n' HTTP RDP SMB WINRM
        case test-netconnection.informationlevel
            printf '%s\n' Quiet Detailed
        case test-netconnection.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-path.pathtype
            printf '%s\n' Any Container Leaf
        case test-path.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case wait-process.name
            printf '%s\n' @
        case wait-process.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-history.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-host.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-modulemember.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case foreach-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-command.name
            printf '%s\n' @
        case get-command.verb
            printf '%s\n' @
        case get-command.noun
            printf '%s\n' @
        case get-command.module
            printf '%s\n' @
        case get-command.commandtype
            printf '%s\n' Alias Function Filter Cmdlet ExternalScript Application Script Configuration All
        case get-command.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-error.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-help.name
            printf '%s\n' @
        case get-help.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-history.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-job.state
            printf '%s\n' NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected Suspending Stopping AtBreakpoint
        case get-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-installedmodule.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-module.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-pscallstack.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-module.name
            printf '%s\n' @
        case import-module.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case install-module.scope
            printf '%s\n' CurrentUser AllUsers
        case install-module.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case install-packageprovider.scope
            printf '%s\n' CurrentUser AllUsers
        case install-packageprovider.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-history.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-module.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-modulemanifest.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case out-default.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case out-host.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case out-null.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case receive-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case register-argumentcompleter.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-job.state
            printf '%s\n' NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected Suspending Stopping AtBreakpoint
        case remove-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-module.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-psdebug.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-strictmode.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-threadjob.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-job.state
            printf '%s\n' NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected Suspending Stopping AtBreakpoint
        case stop-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-modulemanifest.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-scriptcompatibility.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case update-modulemanifest.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case wait-job.state
            printf '%s\n' NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected Suspending Stopping AtBreakpoint
        case wait-job.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case where-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-tour.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-iovshoption.name
            printf '%s\n' @
        case get-iovshoption.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-iovshoption.name
            printf '%s\n' @
        case set-iovshoption.scope
            printf '%s\n' User System
        case set-iovshoption.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-psreadlinekeyhandler.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-psreadlineoption.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-psreadlinekeyhandler.vimode
            printf '%s\n' Insert Command
        case remove-psreadlinekeyhandler.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-psreadlinekeyhandler.function
            printf '%s\n' @
        case set-psreadlinekeyhandler.vimode
            printf '%s\n' Insert Command
        case set-psreadlinekeyhandler.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-psreadlineoption.editmode
            printf '%s\n' Windows Emacs Vi
        case set-psreadlineoption.historysavestyle
            printf '%s\n' SaveIncrementally SaveAtExit SaveNothing
        case set-psreadlineoption.predictionsource
            printf '%s\n' None History Plugin HistoryAndPlugin
        case set-psreadlineoption.vimodeindicator
            printf '%s\n' None Prompt Cursor
        case set-psreadlineoption.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case connect-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case disconnect-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case enter-pssession.computername
            printf '%s\n' @
        case enter-pssession.hostname
            printf '%s\n' @
        case enter-pssession.vmname
            printf '%s\n' @
        case enter-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case exit-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-cimsession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-command.computername
            printf '%s\n' @
        case invoke-command.hostname
            printf '%s\n' @
        case invoke-command.vmname
            printf '%s\n' @
        case invoke-command.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-cimsession.computername
            printf '%s\n' @
        case new-cimsession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-pssession.computername
            printf '%s\n' @
        case new-pssession.hostname
            printf '%s\n' @
        case new-pssession.vmname
            printf '%s\n' @
        case new-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-cimsession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-pssession.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-member.membertype
            printf '%s\n' AliasProperty CodeProperty Property NoteProperty ScriptProperty Properties PropertySet Method CodeMethod ScriptMethod Methods ParameterizedProperty MemberSet Event Dynamic InferredProperty All
        case add-member.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case add-type.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case clear-variable.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case compare-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertfrom-json.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertto-json.escapehandling
            printf '%s\n' Default EscapeNonAscii EscapeHtml
        case convertto-json.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case format-custom.expand
            printf '%s\n' CoreOnly EnumOnly Both
        case format-custom.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case format-hex.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case format-list.expand
            printf '%s\n' CoreOnly EnumOnly Both
        case format-list.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case format-table.style
            printf '%s\n' Default Ascii AsciiRounded Blank Dots Extended Markdown Modern ModernRounded Psql ReStructuredText Rounded Sharp
        case format-table.expand
            printf '%s\n' CoreOnly EnumOnly Both
        case format-table.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case format-wide.expand
            printf '%s\n' CoreOnly EnumOnly Both
        case format-wide.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-alias.name
            printf '%s\n' @
        case get-alias.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-member.membertype
            printf '%s\n' AliasProperty CodeProperty Property NoteProperty ScriptProperty Properties PropertySet Method CodeMethod ScriptMethod Methods ParameterizedProperty MemberSet Event Dynamic InferredProperty All
        case get-member.view
            printf '%s\n' Extended Adapted Base All
        case get-member.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-typedata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-unique.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-variable.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-verb.verb
            printf '%s\n' @
        case get-verb.group
            printf '%s\n' Common Communications Data Diagnostic Lifecycle Other Security
        case get-verb.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case group-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-expression.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case measure-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-alias.option
            printf '%s\n' None ReadOnly Constant Private AllScope Unspecified
        case new-alias.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-variable.option
            printf '%s\n' None ReadOnly Constant Private AllScope Unspecified
        case new-variable.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case out-file.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case out-string.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case read-host.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-alias.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-typedata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case remove-variable.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case select-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-alias.option
            printf '%s\n' None ReadOnly Constant Private AllScope Unspecified
        case set-alias.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-variable.option
            printf '%s\n' None ReadOnly Constant Private AllScope Unspecified
        case set-variable.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case sort-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case tee-object.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case test-json.option
            printf '%s\n' IgnoreComments AllowTrailingCommas
        case test-json.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case update-formatdata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case update-typedata.membertype
            printf '%s\n' AliasProperty CodeProperty Property NoteProperty ScriptProperty Properties PropertySet Method CodeMethod ScriptMethod Methods ParameterizedProperty MemberSet Event Dynamic InferredProperty All
        case update-typedata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-debug.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-error.category
            printf '%s\n' NotSpecified OpenError CloseError DeviceError DeadlockDetected InvalidArgument InvalidData InvalidOperation InvalidResult InvalidType MetadataError NotImplemented NotInstalled ObjectNotFound OperationStopped OperationTimeout SyntaxError ParserError PermissionDenied ResourceBusy ResourceExists ResourceUnavailable ReadError WriteError FromStdErr SecurityError ProtocolError ConnectionError AuthenticationError LimitsExceeded QuotaExceeded NotEnabled
        case write-error.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-host.foregroundcolor
            printf '%s\n' Black DarkBlue DarkGreen DarkCyan DarkRed DarkMagenta DarkYellow Gray DarkGray Blue Green Cyan Red Magenta Yellow White
        case write-host.backgroundcolor
            printf '%s\n' Black DarkBlue DarkGreen DarkCyan DarkRed DarkMagenta DarkYellow Gray DarkGray Blue Green Cyan Red Magenta Yellow White
        case write-host.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-information.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-output.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-progress.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-verbose.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case write-warning.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertfrom-csv.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertfrom-securestring.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertfrom-stringdata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertto-csv.usequotes
            printf '%s\n' Never Always AsNeeded
        case convertto-csv.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertto-html.as
            printf '%s\n' Table List
        case convertto-html.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertto-securestring.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case convertto-xml.as
            printf '%s\n' Stream String Document
        case convertto-xml.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-clixml.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case export-csv.usequotes
            printf '%s\n' Never Always AsNeeded
        case export-csv.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-acl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-credential.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-culture.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-date.displayhint
            printf '%s\n' Date Time DateTime
        case get-date.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-executionpolicy.scope
            printf '%s\n' Process CurrentUser LocalMachine UserPolicy MachinePolicy
        case get-executionpolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-filehash.algorithm
            printf '%s\n' SHA1 SHA256 SHA384 SHA512 MD5
        case get-filehash.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-host.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-random.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case get-uiculture.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-clixml.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-csv.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-localizeddata.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case import-powershelldatafile.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case invoke-webrequest.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case join-string.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case measure-command.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-guid.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-temporaryfile.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case new-timespan.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case select-string.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case select-xml.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-acl.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-date.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case set-executionpolicy.executionpolicy
            printf '%s\n' Unrestricted RemoteSigned AllSigned Restricted Default Bypass Undefined
        case set-executionpolicy.scope
            printf '%s\n' Process CurrentUser LocalMachine UserPolicy MachinePolicy
        case set-executionpolicy.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-sleep.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case start-transcript.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case stop-transcript.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case unblock-file.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case compress-archive.compressionlevel
            printf '%s\n' Optimal Fastest NoCompression SmallestSize
        case compress-archive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
        case expand-archive.erroraction
            printf '%s\n' Continue Ignore SilentlyContinue Stop
    end
end

# What only the host knows: $argv[1] the cmdlet, $argv[2] the parameter. A name with a line break cannot be a candidate.
function __iovsh_live
    set -l token (commandline -ct)
    for line in (iovsh --complete $argv[1] -$argv[2] $token 2>/dev/null)
        string match -q '*\\\\0012*' -- $line; and continue
        set -l parts (string split -m 1 \t -- $line)
        printf '%b\t%b\n' $parts[1] $parts[2]
    end
end

function __iovsh_complete
    set -l words (commandline -opc)
    set -l cmdlet ''
    for word in $words[2..-1]
        if string match -qr '^[A-Za-z]+-[A-Za-z]' -- $word
            set cmdlet (string lower -- $word)
            break
        end
    end
    if test -z $cmdlet
        __iovsh_names
        printf '%s\n' --host --json --output --command --file --non-interactive --strict --agent --restore --take-back --tour --metrics --no-profile --role --help --version -Command -File
        return
    end
    set -l last $words[-1]
    if string match -q -- '-*' $last
        set -l parameter (string replace -r '^-+' '' -- $last)
        set -l values (__iovsh_values $cmdlet.(string lower -- $parameter))
        if test (count $values) = 1; and test $values[1] = '@'
            __iovsh_live $cmdlet $parameter
            return
        else if test (count $values) -gt 0
            printf '%s\n' $values
            return
        end
    end
    __iovsh_parameters $cmdlet
end

complete -c iovsh -a '(__iovsh_complete)'
