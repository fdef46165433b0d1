import { defineStep } from '../../define.ts'
import { listenersStep } from '../../parts/front.ts'
import { LISTENERS, place } from '../names.ts'

export default defineStep({
  title: 'Listen on port 80',
  ...listenersStep(place, LISTENERS),
  hints: [
    'One listener this time: nobody tries green by hand. The alarm is to do it.',
    'It begins with the blue group. CodeDeploy will give it weights.',
  ],
})
