#!/bin/bash
# The third quarter of the contract suite.
. ./contract.sh
contract_part 2 4
