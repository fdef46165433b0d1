import { useCallback, useEffect, useState } from 'react'
import { listUsers, readAbout, type About, type User } from './api.ts'
import { Banner } from './Banner.tsx'
import { Files } from './Files.tsx'
import { Users } from './Users.tsx'

const ASK_AGAIN_MS = 5000

export function App() {
  const [about, setAbout] = useState<About>()
  const [users, setUsers] = useState<User[]>()
  const [chosenId, setChosenId] = useState<string>()
  const [problem, setProblem] = useState('')
  const chosen = users?.find(user => user.id === chosenId)

  const reload = useCallback(async () => {
    try {
      setUsers(await listUsers())
      setProblem('')
    } catch (error) {
      setProblem((error as Error).message)
    }
  }, [])

  useEffect(() => {
    void reload()
  }, [reload])

  // Asked again and again, so that a deployment can be watched here: another task, another version.
  useEffect(() => {
    const ask = () => void readAbout().then(setAbout, () => undefined)
    ask()
    const timer = setInterval(ask, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])

  return (
    <>
      <Banner about={about} />
      <main>
        <p className="note">
          This app has no login: whoever can open this page sees and changes everything in it. Keep nothing
          here that matters.
        </p>
        {problem && (
          <p className="problem" role="alert">
            {problem} <button onClick={() => void reload()}>Try again</button>
          </p>
        )}
        <div className="columns">
          {users && <Users users={users} chosenId={chosenId} onChoose={setChosenId} onChange={reload} />}
          {chosen && about && <Files key={chosen.id} user={chosen} about={about} />}
        </div>
      </main>
    </>
  )
}
