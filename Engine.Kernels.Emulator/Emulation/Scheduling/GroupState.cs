using System.Runtime.InteropServices;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>What the lanes of a group share. One for each worker, used for one group after the other.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GroupState
{
    private const int Alignment = 16;

    public int GroupX;
    public int GroupY;
    public int GroupZ;
    public int GroupDimX;
    public int GroupDimY;
    public int GroupDimZ;
    public int GridDimX;
    public int GridDimY;
    public int GridDimZ;
    public int WarpSize;

    /// <summary>Dynamic shared memory first, then one piece for each call site.</summary>
    public byte* Memory;
    public int Capacity;
    public int DynamicBytes;
    public int Used;

    /// <summary>Offset and length of each call site's piece; a negative offset where no lane has come by yet.</summary>
    public int* Sites;

    public readonly ArrayView<T> Dynamic<T>()
        where T : unmanaged => new(Memory, DynamicBytes / sizeof(T), 0);

    /// <summary>The memory of a call site, reserved when the first lane of the group asks for it.</summary>
    /// <exception cref="InvalidOperationException">The device has too little, or lanes ask for different lengths.</exception>
    public byte* Static(int site, int bytes)
    {
        ref int offset = ref Sites[2 * site], length = ref Sites[(2 * site) + 1];
        if (offset < 0)
        {
            if (bytes > Capacity - Used) throw new InvalidOperationException($"Shared memory: {Used + (long)bytes} bytes are needed, a group has {Capacity}.");
            offset = Used;
            length = bytes;
            Used = Math.Min(Capacity, (Used + bytes + Alignment - 1) & -Alignment);
        }

        if (length != bytes) throw new InvalidOperationException($"Shared memory: one lane asks for {length} bytes, another at the same place for {bytes}.");
        return Memory + offset;
    }
}
