import { defineStep } from '../../define.ts'
import { firstVersionStep } from '../../parts/first-version.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Run version 1',
  needs: ['prepare', 'create-load-balancer', 'create-listener'],
  ...firstVersionStep(place, { group: 'depot' }),
  hints: [
    'First the recipe, then the service that keeps two of it running.',
    'If it does not become healthy, the check says why; the lab on services explains each cause.',
  ],
})
