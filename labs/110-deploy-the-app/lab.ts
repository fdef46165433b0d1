import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Deploy the app: two tasks, two roles',
  summary:
    'An app with users and files runs as two tasks on a database, a file system and a bucket; the tasks die, and nothing is lost.',
  part: 'application',
  minutes: 40,
  cost: {
    perHour: 0.09,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, 0.0173 for each of two tasks of 0.25 vCPU and 0.5 GB with its public address, database db.t4g.micro with 20 GB 0.0205; its secret 0.0006; what is stored in EFS and S3 is next to nothing',
  },
  needs: [
    'A terminal with the aws command line',
    'The labs “A service behind a load balancer” and “The data”',
  ],
  leaves: ['Nothing, after Reset'],
  app: { loadBalancer: 'app' },
  steps: [
    { id: 'prepare', title: 'Prepare the place: doors, cluster, log group' },
    { id: 'create-data', title: 'Create the database, the file system and the bucket' },
    { id: 'reach-files', title: 'Make ways to the file system' },
    { id: 'create-execution-role', title: 'The execution role: what ECS may do for the task' },
    { id: 'create-task-role', title: 'The task role: what the app may do' },
    { id: 'register-task-definition', title: 'Describe the task' },
    { id: 'create-load-balancer', title: 'Create the target group and the load balancer' },
    { id: 'create-listener', title: 'Listen on port 80' },
    { id: 'create-service', title: 'Run two tasks' },
    { id: 'register-user', title: 'Register a user' },
    { id: 'upload-files', title: 'Upload one file to S3, one to EFS' },
    { id: 'download-files', title: 'Download both' },
    { id: 'stop-tasks', title: 'Stop the tasks, and find everything again' },
  ],
})
