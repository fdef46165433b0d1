import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Blue/green with CodeDeploy',
  summary:
    'Version 2 comes up beside version 1; you try it at a test address, approve it, watch the visitors move, and end what was blue.',
  part: 'deployments',
  minutes: 45,
  cost: {
    perHour: 0.1,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two, and four while blue and green stand side by side; CodeDeploy to ECS costs nothing',
  },
  needs: [
    'A terminal with the aws command line',
    'A service behind a load balancer, as in the lab of that name',
  ],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'shop' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'Two target groups, one load balancer' },
    { id: 'create-listeners', title: 'Two listeners: one for visitors, one for you' },
    { id: 'create-service', title: 'Run version 1, for CodeDeploy to deploy' },
    { id: 'create-deployment-group', title: 'Tell CodeDeploy how to deploy' },
    { id: 'register-version-2', title: 'Describe version 2' },
    { id: 'deploy', title: 'Write the AppSpec file, and deploy version 2' },
    { id: 'try-green', title: 'Try green before anybody else' },
    { id: 'approve', title: 'Approve, and watch the visitors move' },
    { id: 'terminate', title: 'End what was blue' },
  ],
})
