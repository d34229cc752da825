#!/bin/bash
# The second quarter of the contract suite.
. ./contract.sh
contract_part 1 4
