@{
    Defaults = @{
        MemoryStartupBytes = 1GB
        Generation         = 2
        ProcessorCount     = 1
    }
    Roles    = @(
        @{ Name = 'db'; Instances = 1; ProcessorCount = 2; MemoryStartupBytes = 2GB; IovWeight = 100 }
        @{ Name = 'app'; Instances = 0; IovWeight = 50 }
    )
}
