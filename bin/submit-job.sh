#!/bin/sh
exec node "$(dirname "$0")/dapf.js" submit "$@"
