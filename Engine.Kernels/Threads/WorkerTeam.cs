using System.Runtime.ExceptionServices;

namespace Engine.Kernels;

/// <summary>A fixed team of threads that works through numbered items; it decides who does an item, never what the item's result is.</summary>
/// <remarks>
/// Items are handed out in order, or by parts: every reduction in this library is by item, in item order, so results have the same bits for either and for any team size.
/// Both ways to run may be called from one thread at a time and allocate nothing.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    // Parts lie two cache lines apart, as processors fetch lines in pairs.
    private const int PartStride = 16;

    private readonly Thread[] _threads;

    // What is left of each part, its first item in the lower half, behind its last one in the upper half: one part a worker, or one for all.
    private readonly long[] _parts;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _finished = new(0);
    private Action<int, int>? _body;
    private CancellationToken _cancellation;
    private Exception? _failure;
    private int _left;
    private int _running;
    private int _partCount;
    private bool _disposed;

    /// <summary>Starts a team.</summary>
    /// <param name="size">Threads, the caller included; 0 takes one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or above 4096.</exception>
    public WorkerTeam(int size = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 4096);
        Size = size == 0 ? Environment.ProcessorCount : size;
        _threads = new Thread[Size - 1];
        // One stride in front of the first part, too: what lies before it is read with every item.
        _parts = new long[(Size + 1) * PartStride];
        for (int t = 0; t < _threads.Length; t++)
        {
            int worker = t + 1;
            _threads[t] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Engine worker {worker}" };
            _threads[t].Start();
        }
    }

    /// <summary>Number of threads, the caller included.</summary>
    public int Size { get; }

    /// <summary>Runs <paramref name="body"/>(worker, item) for every item in [0, items) and waits for all of them.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="body">Called with the worker's number in [0, Size) (for scratch memory) and the item's number.</param>
    /// <param name="cancellation">Checked between items; items not yet begun are then dropped.</param>
    /// <exception cref="InvalidOperationException">The team is running already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the call ended; any number of items may be missing.</exception>
    /// <remarks>The first exception a body throws stops the hand-out and is rethrown here.</remarks>
    public void Run(int items, Action<int, int> body, CancellationToken cancellation = default) => Run(items, body, parts: 1, cancellation);

    /// <summary>As <see cref="Run(int, Action{int, int}, CancellationToken)"/>, but every worker begins with a part of the items, always the same one for the same number of items, and helps the others when it is done.</summary>
    /// <remarks>For what is done again and again on the same memory: what an item reads and writes tends to stay in the caches of one processor.</remarks>
    public void RunByParts(int items, Action<int, int> body, CancellationToken cancellation = default) => Run(items, body, Size, cancellation);

    private void Run(int items, Action<int, int> body, int parts, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _running, 1) != 0) throw new InvalidOperationException("the team is running: Run may be called by one thread at a time, and not from a body.");
        _body = body;
        _partCount = parts;
        for (int part = 0; part < parts; part++) Part(part) = Range((int)((long)items * part / parts), (int)((long)items * (part + 1) / parts));
        _failure = null;
        _cancellation = cancellation;
        int helpers = Math.Min(_threads.Length, items - 1);
        if (helpers > 0)
        {
            _left = helpers;
            _start.Release(helpers);
        }

        Work(worker: 0);
        if (helpers > 0) _finished.Wait(CancellationToken.None);
        _body = null;
        Volatile.Write(ref _running, 0);
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _start.Release(_threads.Length + 1);
        foreach (Thread thread in _threads) thread.Join();
        _start.Dispose();
        _finished.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_disposed) return;
            Work(worker);
            // The last one out wakes the caller, who waits for nothing else: no one of this run is left when the next one begins.
            if (Interlocked.Decrement(ref _left) == 0) _finished.Release();
        }
    }

    private void Work(int worker)
    {
        Action<int, int> body = _body!;
        try
        {
            while (!_cancellation.IsCancellationRequested && TryTake(worker, out int item)) body(worker, item);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            for (int part = 0; part < _partCount; part++) Volatile.Write(ref Part(part), 0);
        }
    }

    /// <summary>Takes the first item left of the worker's part, or else the last one left of another.</summary>
    private bool TryTake(int worker, out int item)
    {
        for (int q = 0; q < _partCount; q++)
        {
            ref long part = ref Part((worker + q) % _partCount);
            while (true)
            {
                long left = Volatile.Read(ref part);
                int first = (int)left, end = (int)(left >> 32);
                if (first >= end) break;
                item = q == 0 ? first : end - 1;
                if (Interlocked.CompareExchange(ref part, q == 0 ? Range(first + 1, end) : Range(first, end - 1), left) == left) return true;
            }
        }

        item = -1;
        return false;
    }

    private ref long Part(int part) => ref _parts[(part + 1) * PartStride];

    private static long Range(int first, int end) => (long)end << 32 | (uint)first;
}
