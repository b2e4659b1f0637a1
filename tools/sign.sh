#!/usr/bin/env bash
# Sign the list of hashes of a bundle with an SSH key, as `ssh-keygen -Y verify` checks it. The key is never in the repository:
# it lies with whoever releases, on a token or in an agent. usage: tools/sign.sh FOLDER KEY
set -euo pipefail
folder=$1 key=$2
say() { echo "sign: $*" >&2; }
command -v ssh-keygen >/dev/null || { say "ssh-keygen is missing (apt-get install openssh-client)"; exit 1; }
case $(cd "$(dirname "$key")" && pwd)/ in
  "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)"/*) say "the key lies in the repository; keep it elsewhere"; exit 1 ;;
esac
(cd "$folder" && sha256sum --quiet --check SHA256SUMS) || { say "the bundle is not what SHA256SUMS says"; exit 1; }
rm -f "$folder/SHA256SUMS.sig"
ssh-keygen -q -Y sign -f "$key" -n schakel-bundle "$folder/SHA256SUMS"
say "signed by $(ssh-keygen -l -f "$key")"
