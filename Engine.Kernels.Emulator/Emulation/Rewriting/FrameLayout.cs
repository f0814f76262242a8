using System.Reflection;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Emulation;

/// <summary>Where a lane's frame keeps what it saves: first each variable, then the evaluation stack.</summary>
internal sealed unsafe class FrameLayout
{
    private const int Alignment = 16;

    private readonly int[] _variables;
    private readonly int _stack;

    public FrameLayout(IReadOnlyList<Type> variables)
    {
        int offset = Align(sizeof(LaneState));
        _variables = new int[variables.Count];
        for (int i = 0; i < variables.Count; i++)
        {
            _variables[i] = offset;
            offset = Align(offset + SizeOf(variables[i]));
        }

        Bytes = _stack = offset;
    }

    /// <summary>Bytes of the frame, so far.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes of a value; references are addresses.</summary>
    public static int SizeOf(Type type) => type.IsByRef
        ? sizeof(nint)
        : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;

    public int OfVariable(int variable) => _variables[variable];

    /// <summary>Places for the values of a stack, bottom first.</summary>
    public int[] OfStack(IReadOnlyList<StackSlot> stack)
    {
        int[] offsets = new int[stack.Count];
        int offset = _stack;
        for (int i = 0; i < stack.Count; i++)
        {
            offsets[i] = offset;
            offset = Align(offset + SizeOf(stack[i].Type));
        }

        Bytes = Math.Max(Bytes, offset);
        return offsets;
    }

    private static int Align(int offset) => (offset + Alignment - 1) & -Alignment;
}
