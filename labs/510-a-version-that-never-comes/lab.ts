import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Case 2: a version that never comes',
  summary:
    'The deployment of version 2 began an hour ago, and version 1 still answers. Find out why, and bring version 2.',
  part: 'break-and-fix',
  minutes: 10,
  cost: {
    perHour: 0.07,
    source:
      'eu-west-1, October 2026: 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two, and up to four while the deployment goes on',
  },
  needs: [
    'A terminal with the aws command line',
    'The labs “Push to a registry” and “A service behind a load balancer”',
  ],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'open-case', title: 'Open the case' },
    { id: 'repair', title: 'Find the fault, and bring version 2' },
  ],
})
