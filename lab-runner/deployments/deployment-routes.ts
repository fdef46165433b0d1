import { Router } from 'express'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { learnerOf, requireLearner } from '../security/require-learner.ts'

const deploymentRequest = z.strictObject({
  deployment: z.string().min(1).max(300),
  action: z.enum([
    'continue-ready',
    'continue-termination',
    'stop',
    'stop-and-roll-back',
    'approve',
    'reject',
  ]),
  hookId: z.string().min(1).max(300).optional(),
})

/** The deployments of a lab's services, and what a learner does to one that is under way. */
export function deploymentRoutes(deps: Deps): Router {
  const { deployments, labs, sessions } = deps
  const router = Router()
  const learner = requireLearner(deps)

  router.get('/api/labs/:labId/deployments', learner, async (request, response) => {
    const lab = labs.lab(request.params.labId)
    response.json(await deployments.read(await sessions.open(learnerOf(response).id, lab.id)))
  })

  router.post('/api/labs/:labId/deployments', learner, async (request, response) => {
    const wanted = deploymentRequest.parse(request.body)
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    response.status(201).json({ message: await deployments.act(session, wanted) })
  })

  return router
}
