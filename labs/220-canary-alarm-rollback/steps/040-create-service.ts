import { defineStep } from '../../define.ts'
import { firstVersionStep } from '../../parts/first-version.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Run version 1',
  needs: ['prepare', 'create-load-balancer', 'create-listeners'],
  ...firstVersionStep(place, { group: 'cafe-blue', controller: 'CODE_DEPLOY' }),
  hints: [
    'create-service as you know it, with the deployment controller CODE_DEPLOY.',
    'The service is registered with the blue target group only.',
  ],
})
