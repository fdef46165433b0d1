import { defineLab } from '../define.ts'

export default defineLab({
  title: 'A service behind a load balancer',
  summary:
    'Two copies of a web server answer behind one address; one is lost, a third joins, and a new version takes over.',
  part: 'ecs',
  minutes: 30,
  cost: {
    perHour: 0.07,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address',
  },
  needs: ['A terminal with the aws command line', 'What a container is, and what a task is'],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'web' },
  steps: [
    { id: 'create-cluster', title: 'Create the cluster' },
    { id: 'create-security-groups', title: 'Draw the doors: two security groups' },
    { id: 'create-execution-role', title: 'Let ECS write the logs' },
    { id: 'register-task-definition', title: 'Describe the task' },
    { id: 'create-target-group', title: 'Create the target group' },
    { id: 'shorten-draining', title: 'Say how long a leaving task is waited for' },
    { id: 'create-load-balancer', title: 'Create the load balancer' },
    { id: 'create-listener', title: 'Listen on port 80' },
    { id: 'create-service', title: 'Run two tasks as a service' },
    { id: 'open-site', title: 'Open it' },
    { id: 'replace-task', title: 'Stop a task, and watch it be replaced' },
    { id: 'scale-out', title: 'Scale to three' },
    { id: 'update-version', title: 'Update to version 2 without losing a request' },
  ],
})
