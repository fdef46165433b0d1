import { defineMistake } from '../../define.ts'

/** A pause ends after a day, and the deployment goes back. */
export default defineMistake({
  title: 'The deployment is only watched, and waits in vain to be approved',
  step: 'approve',
  commands: ({ out }) => [
    `aws ecs describe-service-deployments --service-deployment-arns ${out['move-over']?.['serviceDeploymentArn']} --query 'serviceDeployments[0].lifecycleHookDetails'`,
  ],
  expect: {
    status: 'fail',
    reason: 'not-approved',
    next: /approve it: `aws ecs continue-service-deployment .* --hook-id ecs-pause-\S+ --action CONTINUE`$/,
  },
})
