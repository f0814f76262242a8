using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Consecutive elements of a random sequence, one thread a block of four.</summary>
/// <typeparam name="TTarget">What becomes of the words.</typeparam>
internal sealed class RandomKernel<TTarget>(AcceleratorDevice device)
    where TTarget : struct, IRandomTarget
{
    private Action<KernelConfig, TTarget, CounterRandom, ulong>? _kernel;

    /// <summary>Writes every element.</summary>
    /// <param name="target">At least one element.</param>
    /// <param name="random">The sequence.</param>
    /// <param name="firstIndex">Of element 0; a block may begin before it.</param>
    public void Run(TTarget target, CounterRandom random, ulong firstIndex)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TTarget, CounterRandom, ulong>(Kernel);
        long blocks = ((long)(firstIndex & 3) + target.Length + 3) / 4;
        _kernel(GroupSize.Covering(blocks), target, random, firstIndex);
    }

    [Kernel(typeof(BitsTarget), typeof(NormalsTarget), typeof(SignsTarget), typeof(UniformTarget))]
    private static void Kernel(TTarget target, CounterRandom random, ulong firstIndex)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, length = target.Length;
        long i = 4 * thread - (long)(firstIndex & 3);
        PhiloxBlock words = random.Block((firstIndex >> 2) + (ulong)thread);
        if (i >= 0 && i < length) target.Write(i, words.Word0);
        if (i + 1 >= 0 && i + 1 < length) target.Write(i + 1, words.Word1);
        if (i + 2 >= 0 && i + 2 < length) target.Write(i + 2, words.Word2);
        if (i + 3 < length) target.Write(i + 3, words.Word3);
    }
}
