import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Rolling update and circuit breaker',
  summary:
    'A service changes its version task by task; then one comes that never gets well, and the circuit breaker takes it back.',
  part: 'deployments',
  minutes: 35,
  cost: {
    perHour: 0.1,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two, and up to four during an update',
  },
  needs: [
    'A terminal with the aws command line',
    'A service behind a load balancer, as in the lab of that name',
  ],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'depot' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'Create target group and load balancer' },
    { id: 'create-listener', title: 'Listen on port 80' },
    { id: 'create-service', title: 'Run version 1' },
    { id: 'roll-to-version-2', title: 'Roll to version 2' },
    { id: 'turn-on-breaker', title: 'Turn on the circuit breaker' },
    { id: 'ship-unready', title: 'Ship a version that never gets well' },
  ],
})
