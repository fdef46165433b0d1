import { defineMistake } from '../../define.ts'

/** READY_WAIT is no step that passes by itself: after an hour the deployment is given up. */
export default defineMistake({
  title: 'The deployment is only watched, and waits in vain to be approved',
  step: 'approve',
  commands: ({ out }) => [
    `aws deploy get-deployment --deployment-id ${out['deploy']?.['deploymentId']} --query deploymentInfo.status`,
  ],
  expect: {
    status: 'fail',
    reason: 'not-approved',
    next: /approve it: `aws deploy continue-deployment --deployment-id d-\w+ --deployment-wait-type READY_WAIT`$/,
  },
})
