# What the team of this case did last. If you read on, you know the answer.
set -e
name=press
ecs_tag="key=slipway-lab,value=a-version-that-never-comes"

echo 'Waiting for version 1'
aws cloudformation wait stack-create-complete --stack-name $name

echo 'Deploying version 2'
role=$(aws ecs describe-task-definition --task-definition $name --query taskDefinition.executionRoleArn --output text)
log="{\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"/ecs/$name\", \"awslogs-region\": \"$REGION\", \"awslogs-stream-prefix\": \"web\"}}"
aws ecs register-task-definition --family $name --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
  --execution-role-arn "$role" --tags "$ecs_tag" \
  --container-definitions "[{\"name\": \"web\", \"image\": \"$IMAGES/web:2.0\", \"portMappings\": [{\"containerPort\": 8080}], \"logConfiguration\": $log}]" > /dev/null
aws ecs update-service --cluster $name --service $name --task-definition $name > /dev/null
echo 'The case is open: the service press is to run version 2.'
