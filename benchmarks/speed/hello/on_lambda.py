"""The hello-world skill on Lambda, built as the SDK's guide says: `handler = sb.lambda_handler()`."""

from benchmarks.speed.hello.skill import builder

handler = builder().lambda_handler()
