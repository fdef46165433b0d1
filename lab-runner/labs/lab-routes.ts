import { Router } from 'express'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { readLogs } from '../logs/read-logs.ts'
import { AppError } from '../security/app-error.ts'
import { learnerOf, requireLearner } from '../security/require-learner.ts'

const emptyRequest = z.strictObject({})
const logsQuery = z.object({
  after: z.string().max(40).optional(),
  filter: z.string().max(200).optional(),
  group: z.string().max(512).optional(),
})

/** Labs as a learner sees them: cards, one lab's state, its map, its logs, its terminals. */
export function labRoutes(deps: Deps): Router {
  const { accounts, labs, maps, sessions, terminals, workspace } = deps
  const router = Router()
  const learner = requireLearner(deps)

  router.get('/api/labs', learner, async (_request, response) => {
    response.json(await workspace.cards(learnerOf(response).id))
  })

  router.get('/api/labs/:labId', learner, async (request, response) => {
    const lab = labs.lab(request.params.labId)
    response.json(await workspace.state(await sessions.open(learnerOf(response).id, lab.id)))
  })

  router.get('/api/labs/:labId/map', learner, async (request, response) => {
    const lab = labs.lab(request.params.labId)
    response.json(await maps.map(await sessions.open(learnerOf(response).id, lab.id)))
  })

  router.get('/api/labs/:labId/logs', learner, async (request, response) => {
    const { group, ...query } = logsQuery.parse(request.query)
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    const groups = await maps.logGroups(session)
    if (group !== undefined && !groups.includes(group)) {
      throw new AppError('unknown-log-group', 404, `No task of this lab writes to "${group}".`, {
        next: groups.length > 0 ? `Choose one of: ${groups.join(', ')}.` : 'Start a task first.',
      })
    }
    const account = await accounts.ready(session.learnerId, session.accountId)
    const logs = await readLogs(account.lab.aws.logs, group === undefined ? groups : [group], query)
    response.json({ ...logs, groups })
  })

  router.post('/api/labs/:labId/terminals', learner, async (request, response) => {
    emptyRequest.parse(request.body)
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    response.status(201).json(await terminals.create(session))
    await workspace.labChanged(session)
  })

  router.delete('/api/labs/:labId/terminals/:terminalId', learner, async (request, response) => {
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    await terminals.close(session, request.params.terminalId)
    response.status(204).end()
    await workspace.labChanged(session)
  })

  return router
}
