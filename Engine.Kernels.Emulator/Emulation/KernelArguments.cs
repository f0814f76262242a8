using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>The arguments of one launch, as bytes. The kernel finds each where <see cref="Next"/> puts it.</summary>
internal sealed class KernelArguments(Accelerator accelerator)
{
    private const int Alignment = 16;

    private byte[] _bytes = new byte[256];
    private int _used;

    public byte[] Bytes => _bytes;

    /// <summary>Where the argument after one of some bytes begins.</summary>
    public static int Next(int offset, int bytes) => (offset + bytes + Alignment - 1) & -Alignment;

    /// <exception cref="ObjectDisposedException">The argument shows freed memory.</exception>
    /// <exception cref="ArgumentException">The argument shows memory of another accelerator.</exception>
    public KernelArguments Add<T>(T value)
        where T : struct
    {
        if (ViewArguments.AreIn(typeof(T))) ViewArguments.Check(value, accelerator);
        int end = Next(_used, Unsafe.SizeOf<T>());
        if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        Unsafe.WriteUnaligned(ref _bytes[_used], value);
        _used = end;
        return this;
    }
}
