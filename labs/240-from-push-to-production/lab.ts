import { defineLab } from '../define.ts'

export default defineLab({
  title: 'From push to production',
  summary:
    'You change a line and push; what is tested, built and deployed is not your business any more. A test stops one version, the circuit breaker another.',
  part: 'deployments',
  minutes: 35,
  cost: {
    perHour: 0.08,
    source:
      'eu-west-1, October 2026: load balancer with two public addresses 0.0352, and 0.0173 for each task of 0.25 vCPU and 0.5 GB with its public address, two; 0.005 a minute of CodeBuild while a build runs, of which 100 minutes a month are free; EventBridge’s rules for AWS’s own events cost nothing',
  },
  needs: [
    'Docker on this machine, for the practice account’s builds',
    'A terminal with the aws command line and python3',
    'A build in CodeBuild, and a rolling update, as in the labs of those names',
  ],
  leaves: ['Nothing, after Reset; the list of builds, which costs nothing, stays on AWS for a year'],
  engine: true,
  app: { loadBalancer: 'launch' },
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and doors' },
    { id: 'create-load-balancer', title: 'A target group and a load balancer' },
    { id: 'create-listener', title: 'Listen on port 80' },
    { id: 'create-service', title: 'Run version 1, with a circuit breaker' },
    { id: 'create-source', title: 'A place for images, and one for the source' },
    { id: 'create-project', title: 'A project that tests, builds and deploys' },
    { id: 'create-rule', title: 'A rule: what comes is built' },
    { id: 'push-version-2', title: 'Change a line, and push' },
    { id: 'push-failing-test', title: 'Push what a test stops' },
    { id: 'push-bad-version', title: 'Push what no test sees' },
  ],
})
