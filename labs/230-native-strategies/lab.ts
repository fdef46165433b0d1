import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Blue/green, canary and linear by ECS itself',
  summary:
    'You move a service over from CodeDeploy while visitors come, approve a blue/green deployment, stop a canary that sings wrong, and walk a linear one.',
  part: 'deployments',
  minutes: 45,
  cost: {
    perHour: 0.1,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two, and four during a deployment; ECS’s strategies cost nothing',
  },
  needs: ['A terminal with a recent aws command line', 'The lab “Blue/green with CodeDeploy”'],
  leaves: ['Nothing, after Reset'],
  awsCommand: 'ecs continue-service-deployment',
  app: { loadBalancer: 'kiosk' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'Two target groups, one load balancer' },
    { id: 'create-listeners', title: 'Two listeners, one group each' },
    { id: 'create-service', title: 'Run version 1, the way CodeDeploy wants it' },
    { id: 'create-role', title: 'Let ECS aim the load balancer' },
    { id: 'move-over', title: 'Move the service over, and deploy version 2' },
    { id: 'approve', title: 'Try green, approve, and watch it bake' },
    { id: 'canary', title: 'Show a broken version to one in five' },
    { id: 'stop-canary', title: 'Stop it, and be back at once' },
    { id: 'linear', title: 'Walk over in four steps' },
  ],
})
