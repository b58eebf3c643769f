#!/bin/sh
# Opens a manifest with mistakes in headless Neovim and fixes it through the language server.
# Usage: scripts/try_neovim.sh [SERVER COMMAND]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/web.yaml" <<'MANIFEST'
apiVersion: apps/v1
kind: statefulset
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - {command: [echo, 𝄞é], naem: web, image: "nginx:1.27.3"}
MANIFEST

STSLINT_TRY_FILE="$folder/web.yaml"
STSLINT_TRY_SERVER="${1:-stslint server}"
export STSLINT_TRY_FILE STSLINT_TRY_SERVER
HOME="$folder" XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder" XDG_DATA_HOME="$folder" XDG_CACHE_HOME="$folder" \
	nvim --headless --noplugin -u NONE -n -i NONE -c "luafile $here/try_neovim.lua" 2>&1
