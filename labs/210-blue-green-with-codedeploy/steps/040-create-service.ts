import { defineStep } from '../../define.ts'
import { firstVersionStep } from '../../parts/first-version.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Run version 1, for CodeDeploy to deploy',
  needs: ['prepare', 'create-load-balancer', 'create-listeners'],
  ...firstVersionStep(place, { group: 'shop-blue', controller: 'CODE_DEPLOY' }),
  hints: [
    'It is create-service as you know it, with one more option: the deployment controller.',
    'The service is registered with the blue target group only. Green stays empty until CodeDeploy fills it.',
  ],
})
