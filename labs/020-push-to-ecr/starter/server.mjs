import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const page = readFileSync('page.txt', 'utf8')
const port = Number(process.env.PORT ?? 8080)

const server = createServer((request, response) => {
  console.log(`${request.method} ${request.url}`)
  response.end(page)
})
server.listen(port, () => console.log(`Listening on ${port}.`))

process.once('SIGTERM', () => {
  server.close(() => console.log('Ended.'))
  server.closeAllConnections()
})
