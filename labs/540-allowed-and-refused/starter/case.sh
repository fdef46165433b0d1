# The account of this case, as its team has left it. All of it carries the lab's tag, so Reset finds it.
# It is run by the lab's first step. If you read on, you know the answer.
set -e
lab=allowed-and-refused
name=vault
ecs_tag="key=slipway-lab,value=$lab"
tag="Key=slipway-lab,Value=$lab"

echo 'Making the cluster, the log group, the parameter and the roles'
aws ecs create-cluster --cluster-name $name --tags "$ecs_tag" > /dev/null &
aws logs create-log-group --log-group-name /ecs/$name --tags slipway-lab=$lab &
aws ssm put-parameter --name /$name/greeting --type SecureString --value 'Good evening' --tags "$tag" > /dev/null &
role=$(aws iam create-role --path /slipway/ --role-name $name-execution --assume-role-policy-document file://trust-policy.json --tags "$tag" --query Role.Arn --output text)
aws iam attach-role-policy --role-name $name-execution --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy &
task_role=$(aws iam create-role --path /slipway/ --role-name $name-task --assume-role-policy-document file://trust-policy.json --tags "$tag" --query Role.Arn --output text)
account=$(echo "$role" | cut -d : -f 5)
parameter=arn:aws:ssm:$REGION:$account:parameter/$name/greeting
aws iam put-role-policy --role-name $name-task --policy-name read-greeting \
  --policy-document "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ssm:GetParameters\", \"Resource\": \"$parameter\"}]}" &
subnets=$(aws ec2 describe-subnets --filters Name=default-for-az,Values=true --query 'Subnets[].SubnetId' --output text | tr '\t' ',')
wait

echo 'Making the service'
log="{\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"/ecs/$name\", \"awslogs-region\": \"$REGION\", \"awslogs-stream-prefix\": \"web\"}}"
secrets="[{\"name\": \"GREETING\", \"valueFrom\": \"$parameter\"}]"
aws ecs register-task-definition --family $name --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
  --execution-role-arn "$role" --task-role-arn "$task_role" --tags "$ecs_tag" \
  --container-definitions "[{\"name\": \"web\", \"image\": \"$IMAGES/web:1\", \"portMappings\": [{\"containerPort\": 8080}], \"secrets\": $secrets, \"logConfiguration\": $log}]" > /dev/null
aws ecs create-service --cluster $name --service-name $name --task-definition $name --desired-count 2 --launch-type FARGATE \
  --network-configuration "awsvpcConfiguration={subnets=[$subnets],assignPublicIp=ENABLED}" \
  --propagate-tags SERVICE --tags "$ecs_tag" > /dev/null
echo 'The case is open: the service vault wants two tasks.'
