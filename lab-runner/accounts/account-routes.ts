import { Router } from 'express'
import type { Deps } from '../deps.ts'
import { learnerOf, requireLearner } from '../security/require-learner.ts'
import { accountRequest, confirmRequest, timeScaleRequest } from './account-schema.ts'

/** The learner's account: which it is, whose credentials, and how fast time runs in it. */
export function accountRoutes(deps: Deps): Router {
  const { accounts, terminals, workspace, settings } = deps
  const router = Router()
  const learner = requireLearner(deps)

  router.get('/api/me', learner, (_request, response) => {
    const { id, name } = learnerOf(response)
    response.json({ learnerId: id, name, version: settings.version })
  })

  router.get('/api/account', learner, async (_request, response) => {
    response.json(await accounts.present(learnerOf(response).id))
  })

  router.put('/api/account', learner, async (request, response) => {
    const { id } = learnerOf(response)
    await accounts.choose(id, accountRequest.parse(request.body))
    // Shells that have the old keys would go on with them.
    await terminals.stopShells(id)
    response.json(await accounts.present(id))
    await workspace.accountChanged(id)
  })

  router.post('/api/account/confirm', learner, async (request, response) => {
    const { id } = learnerOf(response)
    await accounts.confirm(id, confirmRequest.parse(request.body).accountId)
    response.json(await accounts.present(id))
    await workspace.accountChanged(id)
  })

  router.put('/api/account/time-scale', learner, async (request, response) => {
    const { id } = learnerOf(response)
    await accounts.setTimeScale(id, timeScaleRequest.parse(request.body).scale)
    response.json(await accounts.present(id))
    await workspace.accountChanged(id)
  })

  return router
}
