#!/bin/bash
# The first quarter of the contract suite.
. ./contract.sh
contract_part 0 4
