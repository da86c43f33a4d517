"""What is needed to deploy the skill: the Lambda package, its checks, the icons, the skill's addresses."""
