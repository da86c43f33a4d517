"""One turn of the Lambda path in a fresh process: `python first_turn.py hello|memory|dynamodb < EVENT`.

Prints what came of the turn, and how much memory is resident by then.
"""

import json
import sys

event = json.load(sys.stdin)
if sys.argv[1] == "hello":
    from benchmarks.speed.hello.on_lambda import handler as hello

    answer = hello(event, None)
elif sys.argv[1] == "dynamodb":
    from skill.entry.lambda_function import handler

    answer = handler(event, None)
else:
    from skill.entry.lambda_function import LambdaHandler, assemble  # this module first, as on Lambda

    answer = LambdaHandler(assemble(None), event["session"]["application"]["applicationId"])(event, None)

print()  # after the log's line
with open("/proc/self/status", encoding="ascii") as status:
    resident = next(line.split()[1] for line in status if line.startswith("VmRSS"))
print(json.dumps({"answer": answer, "resident_kib": int(resident)}))
