using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_DoesEveryItemOnce_RunAfterRun(int size)
    {
        using WorkerTeam team = new(size);
        Assert.Equal(size, team.Size);
        // Many short runs: a helper that is late for one must not take part in the next with the old body.
        foreach (int items in Enumerable.Range(0, 300).Select(i => i % 13).Append(1000))
        {
            int[] done = new int[items];
            team.Run(items, (worker, item) =>
            {
                Assert.InRange(worker, 0, size - 1);
                Interlocked.Increment(ref done[item]);
            });
            Assert.All(done, count => Assert.Equal(1, count));
            team.RunByParts(items, (_, item) => Interlocked.Increment(ref done[item]));
            Assert.All(done, count => Assert.Equal(2, count));
        }
    }

    [Fact]
    public void Run_GivesEachWorkerNumberToOneThreadAtATime()
    {
        using WorkerTeam team = new(7);
        int[] inside = new int[team.Size];
        team.Run(2000, (worker, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside[worker]));
            Thread.SpinWait(20);
            Interlocked.Decrement(ref inside[worker]);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void RunByParts_LetsEachWorkerBeginWithItsOwnPart(int size)
    {
        using WorkerTeam team = new(size);
        using Barrier all = new(size);
        for (int round = 0; round < 20; round++)
        {
            // Nobody goes on before everybody has begun: the first item is each worker's own.
            int[] first = new int[size];
            Array.Fill(first, -1);
            team.RunByParts(10 * size, (worker, item) =>
            {
                if (first[worker] >= 0) return;
                first[worker] = item;
                all.SignalAndWait();
            });
            Assert.Equal(Enumerable.Range(0, size).Select(worker => 10 * worker), first);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_RethrowsWhatABodyThrows_AndCanBeUsedAgain(int size)
    {
        using WorkerTeam team = new(size);
        for (int round = 0; round < 20; round++)
        {
            int begun = 0;
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => team.Run(10_000, (_, item) =>
            {
                Interlocked.Increment(ref begun);
                if (item == 5) throw new InvalidOperationException("item 5");
            }));
            Assert.Equal("item 5", failure.Message);
            Assert.True(begun < 10_000 || size > 1, "the hand-out went on after the failure.");
            int sum = 0;
            team.Run(100, (_, item) => Interlocked.Add(ref sum, item));
            Assert.Equal(4950, sum);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_DropsTheRest_WhenCancelledFromWithin(int size)
    {
        using WorkerTeam team = new(size);
        using CancellationTokenSource source = new();
        int begun = 0;
        Assert.Throws<OperationCanceledException>(() => team.Run(1_000_000, (_, item) =>
        {
            Interlocked.Increment(ref begun);
            if (item == 3) source.Cancel();
        }, source.Token));
        Assert.InRange(begun, 4, 999_999);
    }

    [Fact]
    public void Run_DoesNothing_WhenCancelledBefore()
    {
        using WorkerTeam team = new(2);
        Assert.Throws<OperationCanceledException>(() => team.Run(10, (_, _) => Assert.Fail("an item was run."), new CancellationToken(true)));
    }

    [Fact]
    public void Run_AllocatesNothing()
    {
        using WorkerTeam team = new(1);
        Action<int, int> body = (_, _) => { };
        Assert.Equal(0, AllocatedBytes.By(() => team.Run(10, body)));
    }

    [Fact]
    public void Team_HasOneThreadPerProcessor_ByDefault()
    {
        using WorkerTeam team = new();
        Assert.Equal(Environment.ProcessorCount, team.Size);
    }

    [Fact]
    public void Team_RefusesMisuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(4097));
        WorkerTeam team = new(3);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(1, (_, _) => { }));
    }
}
