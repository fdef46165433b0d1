import { defineMistake } from '../../define.ts'
import { createService } from '../create-service-command.ts'

export default defineMistake({
  title: 'The tasks stand behind the load balancer’s security group, which is shut on their port',
  step: 'create-service',
  commands: context => [createService(context, context.out['create-security-groups']?.balancerGroupId)],
  expect: {
    status: 'fail',
    reason: 'security-group-shut',
    next: /aws ecs update-service --cluster lab --service web --network-configuration 'awsvpcConfiguration=\{subnets=\[subnet-\w+,subnet-\w+\],securityGroups=\[sg-\w+\],assignPublicIp=ENABLED\}'`$/,
  },
})
