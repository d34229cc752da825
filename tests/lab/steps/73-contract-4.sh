#!/bin/bash
# The last quarter of the contract suite.
. ./contract.sh
contract_part 3 4
