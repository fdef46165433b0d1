import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Canary, alarm, rollback',
  summary:
    'You ship a version that fails one request in twenty. One visitor in ten meets it, an alarm rings, and everything goes back by itself.',
  part: 'deployments',
  minutes: 45,
  cost: {
    perHour: 0.1,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two, and four during a deployment; the alarm is 0.10 a month; CodeDeploy to ECS costs nothing',
  },
  needs: ['A terminal with the aws command line', 'The lab “Blue/green with CodeDeploy”'],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'cafe' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'Two target groups, one load balancer' },
    { id: 'create-listeners', title: 'Listen on port 80' },
    { id: 'create-service', title: 'Run version 1' },
    { id: 'set-alarm', title: 'Say what is not good enough' },
    { id: 'create-deployment-group', title: 'Let CodeDeploy hear the alarm' },
    { id: 'register-version-3', title: 'Describe version 3, which is broken' },
    { id: 'ship-broken', title: 'Ship it, and see who notices' },
    { id: 'register-version-2', title: 'Describe the version that works' },
    { id: 'ship-good', title: 'Ship that one, and let the canary live' },
  ],
})
