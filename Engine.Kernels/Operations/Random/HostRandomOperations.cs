namespace Engine.Kernels;

/// <summary><see cref="RandomOperations"/> on the processor.</summary>
internal sealed unsafe class HostRandomOperations : RandomOperations
{
    // Some ten microseconds of work; a multiple of a block, so that only the first and last item have partial ones.
    private const int ElementsPerItem = 1 << 14;

    private readonly HostDevice _device;
    private readonly Action<int, int> _bitsItem;
    private readonly Action<int, int> _normalsItem;
    private readonly Action<int, int> _signsItem;
    private readonly Action<int, int> _uniformItem;
    private CounterRandom _random;
    private ulong _firstIndex;
    private void* _destination;
    private long _length;

    public HostRandomOperations(HostDevice device)
    {
        _device = device;
        _bitsItem = (_, item) => _random.FillBits(Part<uint>(item), Index(item));
        _normalsItem = (_, item) => _random.FillNormals(Part<float>(item), Index(item));
        _signsItem = (_, item) => _random.FillSigns(Part<float>(item), Index(item));
        _uniformItem = (_, item) => _random.FillUniform(Part<double>(item), Index(item));
    }

    private protected override void FillBitsCore(VectorView<uint> destination, CounterRandom random, ulong firstIndex) =>
        Share(destination, random, firstIndex, _bitsItem);

    private protected override void FillNormalsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex) =>
        Share(destination, random, firstIndex, _normalsItem);

    private protected override void FillSignsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex) =>
        Share(destination, random, firstIndex, _signsItem);

    private protected override void FillUniformCore(VectorView<double> destination, CounterRandom random, ulong firstIndex) =>
        Share(destination, random, firstIndex, _uniformItem);

    private void Share<T>(VectorView<T> destination, CounterRandom random, ulong firstIndex, Action<int, int> item)
        where T : unmanaged
    {
        _random = random;
        _firstIndex = firstIndex;
        _destination = HostMemory.Pointer(destination);
        _length = destination.Length;
        _device.Team.Run(checked((int)((_length + ElementsPerItem - 1) / ElementsPerItem)), item);
        GC.KeepAlive(destination.Array);
    }

    private Span<T> Part<T>(int item)
        where T : unmanaged
    {
        long start = (long)item * ElementsPerItem;
        return new Span<T>((T*)_destination + start, (int)Math.Min(ElementsPerItem, _length - start));
    }

    private ulong Index(int item) => _firstIndex + (ulong)item * ElementsPerItem;
}
