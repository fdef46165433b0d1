# The account of this case, as its team has left it. All of it carries the lab's tag, so Reset finds it.
# It is run by the lab's first step. If you read on, you know the answer.
set -e
lab=a-version-that-never-comes
name=press
ecs_tag="key=slipway-lab,value=$lab"
tag="Key=slipway-lab,Value=$lab"

echo 'Making the cluster, the log group and the role'
aws ecs create-cluster --cluster-name $name --tags "$ecs_tag" > /dev/null &
aws logs create-log-group --log-group-name /ecs/$name --tags slipway-lab=$lab &
role=$(aws iam create-role --path /slipway/ --role-name $name-execution --assume-role-policy-document file://trust-policy.json --tags "$tag" --query Role.Arn --output text)
aws iam attach-role-policy --role-name $name-execution --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy &
subnets=$(aws ec2 describe-subnets --filters Name=default-for-az,Values=true --query 'Subnets[].SubnetId' --output text | tr '\t' ',')
wait

echo 'Making the service'
log="{\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"/ecs/$name\", \"awslogs-region\": \"$REGION\", \"awslogs-stream-prefix\": \"web\"}}"
register() {
  aws ecs register-task-definition --family $name --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn "$role" --tags "$ecs_tag" \
    --container-definitions "[{\"name\": \"web\", \"image\": \"$IMAGES/web:$1\", \"portMappings\": [{\"containerPort\": 8080}], \"logConfiguration\": $log}]" > /dev/null
}
register 1
aws ecs create-service --cluster $name --service-name $name --task-definition $name --desired-count 2 --launch-type FARGATE \
  --network-configuration "awsvpcConfiguration={subnets=[$subnets],assignPublicIp=ENABLED}" \
  --propagate-tags SERVICE --tags "$ecs_tag" > /dev/null

echo 'Deploying version 2'
register 2.0
aws ecs update-service --cluster $name --service $name --task-definition $name > /dev/null
echo 'The case is open: the service press is to run version 2.'
