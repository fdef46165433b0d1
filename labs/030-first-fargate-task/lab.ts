import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Your first Fargate task',
  summary:
    'One container runs on machines that you never see: you describe it, start it, visit it, read what it wrote, and stop it.',
  part: 'ecs',
  minutes: 15,
  cost: {
    perHour: 0.02,
    source: 'eu-west-1, October 2026: 0.0173 for a task of 0.25 vCPU and 0.5 GB with its public address',
  },
  needs: ['A terminal with the aws command line', 'What a container and an image are'],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'create-cluster', title: 'Create the cluster' },
    { id: 'create-execution-role', title: 'Prepare a place for its log' },
    { id: 'register-task-definition', title: 'Describe the task' },
    { id: 'open-door', title: 'Open a door for visitors' },
    { id: 'run-task', title: 'Run it' },
    { id: 'open-task', title: 'Visit it, and read what it wrote' },
    { id: 'stop-task', title: 'Stop it' },
  ],
})
