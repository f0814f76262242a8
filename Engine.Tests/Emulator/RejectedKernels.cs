using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Runtime;

namespace Engine.Tests.Emulator;

/// <summary>Kernels of which each breaks one rule of the linter.</summary>
internal static unsafe class RejectedKernels
{
    private static readonly int[] s_table = [1, 2, 3];
    private static readonly Func<int, int> s_function = value => value;
    private static int s_mutable;

    public static void Throws(ArrayView<int> view)
    {
        if (view.Length < 0) throw new InvalidOperationException();
    }

    public static void Tries(ArrayView<int> view)
    {
        try
        {
            view[0] = 1;
        }
        finally
        {
            view[1] = 1;
        }
    }

    public static void CreatesObject(ArrayView<int> view) => view[0] = new Version(1, 2).Major;

    public static void Boxes(ArrayView<int> view) => view[0] = Boxed(view[1]);

    public static void StackAllocates(ArrayView<int> view)
    {
        int* cells = stackalloc int[4];
        view[0] = cells[0];
    }

    public static void UsesSpan(ArrayView<int> view)
    {
        Span<int> cells = default;
        view[0] = cells.Length;
    }

    public static void UsesInlineArray(ArrayView<int> view)
    {
        FourNumbers cells = default;
        cells[1] = 1;
        view[0] = cells[1];
    }

    public static void UsesNumericsVector(ArrayView<Vector4> view) => view[0] = view[1] + view[2];

    public static void UsesHardwareVector(ArrayView<Vector128<int>> view) => view[0] = view[1];

    public static void ViewsViews(ArrayView<AffineArguments> view) => view[0] = view[1];

    public static void UsesBaseLibraryType(ArrayView<System.Half> view) => view[0] = view[1];

    public static void FusesFloat(ArrayView<float> view) => view[0] = MathF.FusedMultiplyAdd(view[1], view[2], view[3]);

    public static void FusesDouble(ArrayView<double> view) => view[0] = Math.FusedMultiplyAdd(view[1], view[2], view[3]);

    public static void UsesUnsafe(ArrayView<int> view) => view[0] = Unsafe.As<int, int>(ref view[1]);

    public static void UsesPointer(ArrayView<int> view)
    {
        int value = 3;
        int* address = &value;
        view[0] = *address;
    }

    public static void UsesNativeInteger(ArrayView<long> view) => view[0] = (nint)view[1];

    public static void ReadsMutableStatic(ArrayView<int> view) => view[0] = s_mutable;

    public static void WritesStatic(ArrayView<int> view) => s_mutable = view[0];

    public static void UsesString(ArrayView<int> view) => view[0] = "four".Length;

    public static void UsesArray(ArrayView<int> view)
    {
        int[] cells = new int[4];
        view[0] = cells[view[1]];
    }

    public static void ReadsStaticArray(ArrayView<int> view) => view[0] = s_table[view[1]];

    public static void CallsDelegate(ArrayView<int> view) => view[0] = s_function(view[1]);

    public static void CallsVirtually(ArrayView<int> view) => view[0] = view[1].GetHashCode();

    public static void CallsOffList(ArrayView<int> view) => view[0] = Math.Clamp(view[1], 0, 3);

    public static void CallsHostOperation(ArrayView<int> view) => view.MemSetToZero();

    public static void Recurses(ArrayView<int> view) => view[0] = Factorial(view[1]);

    public static void BarrierInHelper(ArrayView<int> view)
    {
        Wait();
        view[0] = 1;
    }

    public static void ShuffleInHelper(ArrayView<int> view) => view[0] = Neighbour(view[1]);

    public static void SharedMemoryInHelper(ArrayView<int> view) => view[0] = Scratch()[0];

    public static void SharedMemoryOfVariableLength(ArrayView<int> view) => view[0] = SharedMemory.Allocate<int>(view.IntLength)[0];

    public static void ChecksSum(ArrayView<int> view) => view[0] = checked(view[1] + view[2]);

    public static void ChecksConversion(ArrayView<int> view) => view[0] = checked((byte)view[1]);

    public static void DividesUnsigned(ArrayView<uint> view) => view[0] = view[1] / 8;

    public static void DividesUnsignedLong(ArrayView<ulong> view) => view[0] = view[1] / 4;

    public static void TakesBool(ArrayView<bool> view) => view[0] = true;

    public static void UsesExplicitLayout(ArrayView<int> view)
    {
        Union union = default;
        union.Number = view[1];
        view[0] = (int)union.Bits;
    }

    public static void ShufflesBytes(ArrayView<int> view) => view[0] = Warp.ShuffleXor((byte)view[1], 1);

    private static void TakesHiddenType(ArrayView<Hidden> view) => view[0] = view[1];

    private static int Boxed(int value) => ((object)value).GetHashCode();

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static void Wait() => Group.Barrier();

    private static int Neighbour(int value) => Warp.ShuffleXor(value, 1);

    private static ArrayView<int> Scratch() => SharedMemory.Allocate<int>(4);

    [InlineArray(4)]
    internal struct FourNumbers
    {
        private int _first;
    }

    [StructLayout(LayoutKind.Explicit)]
    internal struct Union
    {
        [FieldOffset(0)]
        public int Number;

        [FieldOffset(0)]
        public uint Bits;
    }

    private readonly struct Hidden(int value)
    {
        public int Value { get; } = value;
    }
}
