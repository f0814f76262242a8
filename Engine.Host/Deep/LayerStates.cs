using Engine.Kernels;

namespace Engine;

/// <summary>What every layer of a stack passes on for n samples, and what its activations were multiplied by.</summary>
internal sealed class LayerStates
{
    private readonly LayerStack _stack;

    /// <summary>Makes empty rows.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="samples">n.</param>
    public LayerStates(LayerStack stack, int samples)
    {
        _stack = stack;
        Outputs = [.. Enumerable.Range(0, stack.Depth).Select(l => new ActiveRows(samples, stack.OutputWidth(l)))];
        Scales = [.. Enumerable.Range(0, stack.Depth).Select(_ => new float[samples])];
    }

    /// <summary>h, by layer: n rows.</summary>
    public ActiveRows[] Outputs { get; }

    /// <summary>By layer and sample: the gain, or one over the length of the row before normalisation.</summary>
    public float[][] Scales { get; }

    /// <summary>Units of a layer that fire on a sample, ascending.</summary>
    public ReadOnlySpan<int> Fired(int layer, int sample) => Outputs[layer].Ids(sample)[..FiredCount(layer, sample)];

    /// <summary>How many fire.</summary>
    public int FiredCount(int layer, int sample) => Math.Max(0, Outputs[layer].Ids(sample).Length - (_stack.Constant(layer) ? 1 : 0));
}
