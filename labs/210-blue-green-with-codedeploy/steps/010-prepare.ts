import { defineStep } from '../../define.ts'
import { prepareStep } from '../../parts/prepare-place.ts'
import { place, TEST_PORT } from '../names.ts'

export default defineStep(prepareStep(place, [80, TEST_PORT]))
