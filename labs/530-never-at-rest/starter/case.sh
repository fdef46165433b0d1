# The account of this case, as its team has left it. All of it carries the lab's tag, so Reset finds it.
# It is run by the lab's first step. If you read on, you know the answer.
set -e
lab=never-at-rest
name=tower
ecs_tag="key=slipway-lab,value=$lab"
tag="Key=slipway-lab,Value=$lab"
group_tag="ResourceType=security-group,Tags=[{$tag}]"
open_port=8080
health_path=/healthz

echo 'Making the cluster, the log group, the role and the security groups'
aws ecs create-cluster --cluster-name $name --tags "$ecs_tag" > /dev/null &
aws logs create-log-group --log-group-name /ecs/$name --tags slipway-lab=$lab &
role=$(aws iam create-role --path /slipway/ --role-name $name-execution --assume-role-policy-document file://trust-policy.json --tags "$tag" --query Role.Arn --output text)
aws iam attach-role-policy --role-name $name-execution --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy &
balancer=$(aws ec2 create-security-group --group-name $name-alb --description 'Load balancer: port 80 from everywhere' --tag-specifications "$group_tag" --query GroupId --output text)
aws ec2 authorize-security-group-ingress --group-id $balancer --protocol tcp --port 80 --cidr 0.0.0.0/0 > /dev/null &
tasks=$(aws ec2 create-security-group --group-name $name-tasks --description 'Tasks: from the load balancer only' --tag-specifications "$group_tag" --query GroupId --output text)
aws ec2 authorize-security-group-ingress --group-id $tasks --protocol tcp --port $open_port --source-group $balancer > /dev/null &
vpc=$(aws ec2 describe-vpcs --filters Name=is-default,Values=true --query 'Vpcs[0].VpcId' --output text)
subnets=$(aws ec2 describe-subnets --filters Name=default-for-az,Values=true --query 'Subnets[:2].SubnetId' --output text)
wait

echo 'Making the load balancer'
group=$(aws elbv2 create-target-group --name $name --protocol HTTP --port 8080 --target-type ip --vpc-id $vpc --health-check-path $health_path --health-check-interval-seconds 10 --healthy-threshold-count 2 --tags "$tag" --query 'TargetGroups[0].TargetGroupArn' --output text)
alb=$(aws elbv2 create-load-balancer --name $name --subnets $subnets --security-groups $balancer --tags "$tag" --query 'LoadBalancers[0].LoadBalancerArn' --output text)
aws elbv2 create-listener --load-balancer-arn $alb --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$group --tags "$tag" > /dev/null

echo 'Making the service'
log="{\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"/ecs/$name\", \"awslogs-region\": \"$REGION\", \"awslogs-stream-prefix\": \"web\"}}"
aws ecs register-task-definition --family $name --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
  --execution-role-arn "$role" --tags "$ecs_tag" \
  --container-definitions "[{\"name\": \"web\", \"image\": \"$IMAGES/web:1\", \"portMappings\": [{\"containerPort\": 8080}], \"logConfiguration\": $log}]" > /dev/null
aws ecs create-service --cluster $name --service-name $name --task-definition $name --desired-count 2 --launch-type FARGATE \
  --network-configuration "awsvpcConfiguration={subnets=[$(echo $subnets | tr ' ' ',')],securityGroups=[$tasks],assignPublicIp=ENABLED}" \
  --load-balancers targetGroupArn=$group,containerName=web,containerPort=8080 \
  --health-check-grace-period-seconds 30 --propagate-tags SERVICE --tags "$ecs_tag" > /dev/null
echo "The case is open: the service $name stands behind the load balancer $name."
