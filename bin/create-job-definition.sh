#!/bin/sh
exec node "$(dirname "$0")/dapf.js" job-definition register "$@"
