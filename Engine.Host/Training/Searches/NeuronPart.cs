using Engine.Kernels;

namespace Engine;

/// <summary>Consecutive neurons with one finder, and their fire sets: now, and at the base point of the step.</summary>
/// <param name="first">First neuron.</param>
/// <param name="count">Neurons.</param>
/// <param name="finder">Finds their sets.</param>
internal sealed class NeuronPart(int first, int count, IFireFinder finder) : IDisposable
{
    private readonly bool[] _moves = new bool[count];
    private readonly int[] _moved = new int[count];
    // The sets of now, of the base point, and room for the next ones.
    private readonly FiredRows[] _buffers = [new(), new(), new()];
    private int _current;
    private int _base;

    /// <summary>First neuron.</summary>
    public int First => first;

    /// <summary>Neurons.</summary>
    public int Count => count;

    /// <summary>The sets of the present point.</summary>
    public FiredRows Current => _buffers[_current];

    /// <summary>The sets of the base point of the current step; they define J.</summary>
    public FiredRows Base => _buffers[_base];

    /// <summary>What finding the sets took, in the last pass.</summary>
    public PassWork Work { get; private set; }

    /// <summary>Says whether a neuron has moved, by its number within the part. Different neurons may be told of at once.</summary>
    public void Mark(int local, bool moves) => _moves[local] = moves;

    /// <summary>The present point becomes the base point.</summary>
    public void Rebase() => _base = _current;

    /// <summary>Finds all sets for the first time; the point is its own base.</summary>
    /// <param name="weights">Shape (count, d).</param>
    public void Start(ReadOnlySpan<float> weights)
    {
        Work = finder.Start(weights, Current);
        Rebase();
    }

    /// <summary>Finds the sets after the marked neurons have moved.</summary>
    /// <param name="weights">Shape (count, d).</param>
    public void Find(ReadOnlySpan<float> weights)
    {
        int moved = 0;
        for (int r = 0; r < count; r++)
        {
            if (_moves[r]) _moved[moved++] = r;
        }

        int next = Enumerable.Range(0, _buffers.Length).First(buffer => buffer != _current && buffer != _base);
        Work = finder.Move(weights, _moved.AsSpan(0, moved), Current, _buffers[next]);
        _current = next;
    }

    /// <inheritdoc/>
    public void Dispose() => (finder as IDisposable)?.Dispose();
}
