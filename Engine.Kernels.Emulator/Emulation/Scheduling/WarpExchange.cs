using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Kernels.Emulation;

/// <summary>Hands values between the lanes of a warp.</summary>
internal sealed unsafe class WarpExchange : IDisposable
{
    private const byte Poison = 0xFF;

    private readonly int _warpSize;
    private readonly byte* _values;

    public WarpExchange(int warpSize)
    {
        _warpSize = warpSize;
        _values = (byte*)NativeMemory.Alloc((nuint)(warpSize * LaneState.PayloadCapacity));
    }

    /// <param name="site">What the lanes wait for.</param>
    /// <param name="lanes">The warp's lanes.</param>
    /// <param name="count">Lanes present: fewer than the warp size in a short last warp.</param>
    public void Perform(SuspensionSite site, LaneFrames lanes, int count)
    {
        int bytes = site.PayloadBytes;
        if (bytes == 0) return;
        for (int i = 0; i < count; i++) Unsafe.CopyBlock(_values + (i * bytes), lanes[i]->Payload, (uint)bytes);
        for (int i = 0; i < count; i++)
        {
            int source = Source(site, lanes[i], i);
            if (source < count) Unsafe.CopyBlock(lanes[i]->Payload, _values + (source * bytes), (uint)bytes);
            else Unsafe.InitBlock(lanes[i]->Payload, Poison, (uint)bytes);
        }
    }

    public void Dispose() => NativeMemory.Free(_values);

    /// <exception cref="InvalidOperationException">The width is no power of two, or a broadcast is from no lane.</exception>
    private int Source(SuspensionSite site, LaneState* lane, int own)
    {
        int width = site.HasWidth ? lane->Width : _warpSize;
        if (width < 1 || width > _warpSize || !int.IsPow2(width)) throw new InvalidOperationException($"{site}: a width of {width} lanes in a warp of {_warpSize}.");
        int place = own % width;
        int source = site.Kind switch
        {
            SuspensionKind.ShuffleUp => place - lane->Operand,
            SuspensionKind.ShuffleDown => place + lane->Operand,
            SuspensionKind.ShuffleXor => place ^ lane->Operand,
            SuspensionKind.Shuffle when site.HasWidth => lane->Operand & (width - 1),
            _ => lane->Operand,
        };
        if (source >= 0 && source < width) return own - place + source;
        if (site.Kind == SuspensionKind.WarpBroadcast) throw new InvalidOperationException($"{site}: there is no lane {source} in a warp of {_warpSize}.");
        return own;
    }
}
