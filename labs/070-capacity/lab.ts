import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Capacity: Fargate, Fargate Spot, EC2',
  summary:
    'Where tasks run is a mixture that you choose: you put three of five on Spot, take one away as AWS may, and ask for machines where there are none.',
  part: 'ecs',
  minutes: 25,
  cost: {
    perHour: 0.09,
    source:
      'eu-west-1, October 2026: 0.0173 for each of five tasks of 0.25 vCPU and 0.5 GB with its public address, all on Fargate; three of them on Spot, whose price moves, bring it to about 0.06',
  },
  needs: ['A terminal with the aws command line', 'What a task and a service are'],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'prepare', title: 'Prepare cluster and recipe' },
    { id: 'add-providers', title: 'Say where tasks may run' },
    { id: 'create-service', title: 'Run five tasks' },
    { id: 'lose-task', title: 'Lose a task on Spot' },
    { id: 'leave-spot', title: 'Leave Spot' },
    { id: 'ask-for-machines', title: 'Ask for machines' },
  ],
})
