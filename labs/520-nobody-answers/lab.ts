import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Case 3: nobody answers',
  summary:
    'Tasks start, run for a minute, and are stopped again; the site answers 503 or not at all. Find out why, and repair it.',
  part: 'break-and-fix',
  minutes: 12,
  cost: {
    perHour: 0.07,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each of two tasks of 0.25 vCPU and 0.5 GB with its public address',
  },
  needs: ['A terminal with the aws command line', 'The lab “A service behind a load balancer”'],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'inn' },
  steps: [
    { id: 'open-case', title: 'Open the case' },
    { id: 'repair', title: 'Find the fault, and repair it' },
  ],
})
