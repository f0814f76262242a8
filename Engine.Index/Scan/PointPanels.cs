namespace Engine.Indexing;

/// <summary>Points in panels of 32, component-major: component k of slot 32 p + j lies at (p d + k) 32 + j. A bit per slot says whether it is in use.</summary>
internal sealed unsafe class PointPanels
{
    /// <summary>Slots of a panel.</summary>
    public const int Lanes = 32;

    private AlignedMemory<float> _memory;
    private uint[] _live;

    /// <summary>Room for some slots, none in use.</summary>
    public PointPanels(int dimension, int slots)
    {
        Dimension = dimension;
        PanelCount = (int)(((long)slots + Lanes - 1) / Lanes);
        _memory = new AlignedMemory<float>((long)PanelCount * Lanes * dimension);
        _live = new uint[PanelCount];
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Panels there is room for.</summary>
    public int PanelCount { get; private set; }

    /// <summary>Slots there is room for.</summary>
    public long Slots => (long)PanelCount * Lanes;

    /// <summary>Slots in use, a bit each, one word per panel.</summary>
    public ReadOnlySpan<uint> Live => _live;

    /// <summary>Bytes of one panel.</summary>
    public long PanelBytes => (long)Lanes * Dimension * sizeof(float);

    /// <summary>First number of a panel; the caller keeps this object alive.</summary>
    public float* Panel(int panel) => _memory.Pointer + (long)panel * Lanes * Dimension;

    /// <summary>Whether the slot is in use.</summary>
    public bool IsLive(int slot) => slot >= 0 && slot < Slots && (_live[slot / Lanes] >> (slot % Lanes) & 1) != 0;

    /// <summary>Stores a point; makes room, at least half as much again, when there is none.</summary>
    public void Set(int slot, ReadOnlySpan<float> point)
    {
        if (slot >= Slots) Grow(slot);
        float* target = Panel(slot / Lanes) + slot % Lanes;
        for (int k = 0; k < point.Length; k++) target[(long)k * Lanes] = point[k];
        _live[slot / Lanes] |= 1u << (slot % Lanes);
        GC.KeepAlive(this);
    }

    /// <summary>Reads a point.</summary>
    public void Read(int slot, Span<float> point)
    {
        float* source = Panel(slot / Lanes) + slot % Lanes;
        for (int k = 0; k < point.Length; k++) point[k] = source[(long)k * Lanes];
        GC.KeepAlive(this);
    }

    /// <summary>The slot is no longer in use; its numbers stay.</summary>
    public void Clear(int slot) => _live[slot / Lanes] &= ~(1u << (slot % Lanes));

    private void Grow(int slot)
    {
        int panels = (int)Math.Max((long)slot / Lanes + 1, Math.Min(PanelCount * 3L / 2, int.MaxValue / Lanes));
        var memory = new AlignedMemory<float>((long)panels * Lanes * Dimension);
        Buffer.MemoryCopy(_memory.Pointer, memory.Pointer, memory.Bytes, _memory.Bytes);
        GC.KeepAlive(_memory);
        _memory = memory;
        Array.Resize(ref _live, panels);
        PanelCount = panels;
    }
}
