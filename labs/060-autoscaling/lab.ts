import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Autoscaling',
  summary:
    'A service follows its visitors: you send a load, watch two tasks become four, stop, and watch the two that are too many go.',
  part: 'ecs',
  minutes: 45,
  cost: {
    perHour: 0.11,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, four at most; autoscaling itself costs nothing, its two alarms are 0.10 a month each',
  },
  needs: [
    'A terminal with the aws command line',
    'A service behind a load balancer, as in the lab of that name',
  ],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'kiosk' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'Prepare the load balancer' },
    { id: 'create-service', title: 'Run two tasks' },
    { id: 'register-target', title: 'Say how far it may go' },
    { id: 'put-policy', title: 'Say what it should follow' },
    { id: 'send-load', title: 'Send a load, and watch it grow' },
    { id: 'calm-down', title: 'Stop, and watch it shrink' },
  ],
})
