import { defineLab } from '../define.ts'

export default defineLab({
  title: 'All of it as code',
  summary:
    'One command deploys network, data and service of the uploads app; you change it, see what is replaced, and take it all away again.',
  part: 'application',
  minutes: 40,
  cost: {
    perHour: 0.16,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, NAT gateway with its address 0.053, two tasks of 0.5 vCPU and 1 GB 0.0494, database db.t4g.micro with 20 GB 0.0205, its secret 0.0006; what is stored is next to nothing',
  },
  needs: [
    'A terminal with the cdk command line, as this workshop brings it',
    'The lab “Deploy the app: two tasks, two roles”',
    'On AWS: an administrator’s rights, for cdk bootstrap makes roles',
  ],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'bootstrap', title: 'Prepare the account for the CDK' },
    { id: 'deploy-network', title: 'Synthesize, look, and deploy the network' },
    { id: 'deploy-service', title: 'Deploy the service, and all that it needs' },
    { id: 'change', title: 'Change it: what stays, and what is replaced' },
    { id: 'destroy', title: 'Take it all away' },
  ],
})
