"""The Standard Webhooks library for Python: one request a line in, one answer a line out, both JSON."""

import json
import sys
from datetime import datetime, timezone

from standardwebhooks import Webhook


def answer(request):
    webhook = Webhook(request["secret"])
    if request["do"] == "sign":
        sent = datetime.fromtimestamp(request["seconds"], tz=timezone.utc)
        return webhook.sign(request["id"], sent, request["body"])
    try:
        webhook.verify(request["body"], request["headers"], json_parse=False)
        return "verified"
    except Exception as error:
        return str(error)


for line in sys.stdin.buffer:
    print(json.dumps(answer(json.loads(line))))
