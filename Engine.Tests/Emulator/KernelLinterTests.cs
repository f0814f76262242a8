using System.Reflection;
using Engine.Kernels.Emulation;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>One kernel for each rule, and that the rules spare correct kernels.</summary>
public sealed class KernelLinterTests
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Theory]
    [InlineData(nameof(RejectedKernels.Throws), "throw: exceptions")]
    [InlineData(nameof(RejectedKernels.Tries), "try, catch and finally")]
    [InlineData(nameof(RejectedKernels.CreatesObject), "newobj Version..ctor: a call not on the allow-list")]
    [InlineData(nameof(RejectedKernels.Boxes), "box: boxing")]
    [InlineData(nameof(RejectedKernels.StackAllocates), "localloc: stackalloc")]
    [InlineData(nameof(RejectedKernels.UsesSpan), "Span and other ref structs (Span<Int32>)")]
    [InlineData(nameof(RejectedKernels.UsesInlineArray), "[InlineArray] (FourNumbers)")]
    [InlineData(nameof(RejectedKernels.UsesNumericsVector), "System.Numerics (Vector4)")]
    [InlineData(nameof(RejectedKernels.UsesHardwareVector), "System.Runtime.Intrinsics (Vector128<Int32>)")]
    [InlineData(nameof(RejectedKernels.ViewsViews), "a view of views (ArrayView<AffineArguments>)")]
    [InlineData(nameof(RejectedKernels.UsesBaseLibraryType), "a type of the base library that ILGPU does not know (Half)")]
    [InlineData(nameof(RejectedKernels.FusesFloat), "call MathF.FusedMultiplyAdd: FusedMultiplyAdd")]
    [InlineData(nameof(RejectedKernels.FusesDouble), "call Math.FusedMultiplyAdd: FusedMultiplyAdd")]
    [InlineData(nameof(RejectedKernels.UsesUnsafe), "call Unsafe.As<Int32, Int32>: Unsafe")]
    [InlineData(nameof(RejectedKernels.UsesPointer), "raw pointers and native integers (Int32*)")]
    [InlineData(nameof(RejectedKernels.UsesNativeInteger), "conv.i: raw pointers and native integers")]
    [InlineData(nameof(RejectedKernels.ReadsMutableStatic), "ldsfld: the static field s_mutable can change")]
    [InlineData(nameof(RejectedKernels.WritesStatic), "stsfld: a static field is written")]
    [InlineData(nameof(RejectedKernels.UsesString), "ldstr: strings")]
    [InlineData(nameof(RejectedKernels.UsesArray), "newarr: arrays")]
    [InlineData(nameof(RejectedKernels.ReadsStaticArray), "ldsfld: arrays (Int32[])")]
    [InlineData(nameof(RejectedKernels.CallsDelegate), "ldsfld: delegates (Func<Int32, Int32>)")]
    [InlineData(nameof(RejectedKernels.CallsVirtually), "call Int32.GetHashCode: a call not on the allow-list")]
    [InlineData(nameof(RejectedKernels.CallsOffList), "call Math.Clamp: a call not on the allow-list")]
    [InlineData(nameof(RejectedKernels.CallsHostOperation), "call ArrayViewExtensions.MemSetToZero<ArrayView<Int32>>: an operation of the host")]
    [InlineData(nameof(RejectedKernels.Recurses), "call RejectedKernels.Factorial: recursion")]
    [InlineData(nameof(RejectedKernels.BarrierInHelper), "call Group.Barrier: a barrier or shuffle in a helper method")]
    [InlineData(nameof(RejectedKernels.ShuffleInHelper), "call Warp.ShuffleXor<Int32>: a barrier or shuffle in a helper method")]
    [InlineData(nameof(RejectedKernels.SharedMemoryInHelper), "call SharedMemory.Allocate<Int32>: shared memory in a helper method")]
    [InlineData(nameof(RejectedKernels.SharedMemoryOfVariableLength), "call SharedMemory.Allocate<Int32>: the length of shared memory is not a constant")]
    [InlineData(nameof(RejectedKernels.ChecksSum), "add.ovf: checked arithmetic")]
    [InlineData(nameof(RejectedKernels.ChecksConversion), "conv.ovf.u1: checked arithmetic")]
    [InlineData(nameof(RejectedKernels.DividesUnsigned), "div.un: an unsigned division by a power of two")]
    [InlineData(nameof(RejectedKernels.DividesUnsignedLong), "div.un: an unsigned division by a power of two")]
    [InlineData(nameof(RejectedKernels.TakesBool), "the parameter type ArrayView<Boolean> holds bool or char")]
    [InlineData(nameof(RejectedKernels.UsesExplicitLayout), "a struct of explicit layout (Union)")]
    [InlineData(nameof(RejectedKernels.ShufflesBytes), "call Warp.ShuffleXor<Byte>: values of less than 32 bits are exchanged")]
    [InlineData("TakesHiddenType", "the parameter type Hidden is hidden from ILGPU's launchers")]
    public void Kernel_IsRejected_WithTheRuleItBreaks(string kernel, string rule)
    {
        LintReport report = KernelLinter.Inspect(typeof(RejectedKernels).GetMethod(kernel, AnyStatic)!);
        Assert.StartsWith($"Kernel RejectedKernels.{kernel} cannot run on ILGPU 1.5.3:\n  ", report.ToString());
        Assert.Contains(report.Findings, finding => finding.ToString().Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryRejectedKernel_IsInTheTheory()
    {
        IEnumerable<string> kernels = typeof(RejectedKernels).GetMethods(AnyStatic)
            .Where(method => method.ReturnType == typeof(void) && method.GetParameters().Length == 1)
            .Select(method => method.Name);
        IEnumerable<string> tested = typeof(KernelLinterTests).GetMethod(nameof(Kernel_IsRejected_WithTheRuleItBreaks))!
            .GetCustomAttributes<InlineDataAttribute>()
            .Select(data => (string)data.GetData(null!).Single()[0]);
        Assert.Equal(kernels.Order(), tested.Order());
    }

    [Fact]
    public void Finding_NamesTheHelperItIsIn_AndTheOffset()
    {
        LintReport report = KernelLinter.Inspect(typeof(RejectedKernels).GetMethod(nameof(RejectedKernels.BarrierInHelper), AnyStatic)!);
        Assert.Matches(@"RejectedKernels\.Wait, IL_[0-9A-F]{4} call Group\.Barrier: ", Assert.Single(report.Findings).ToString());
    }

    [Fact]
    public void Lambda_IsRejected_AsAKernel()
    {
        Action<ArrayView<int>> lambda = view => view[0] = 1;
        Assert.Contains("a kernel is a static method", KernelLinter.Inspect(lambda.Method).ToString());
    }

    [Fact]
    public void Load_RefusesTheKernel_BeforeItRuns()
    {
        using Context context = Context.CreateDefault();
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => accelerator.LoadStreamKernel<ArrayView<float>>(RejectedKernels.FusesFloat));
        Assert.Contains("Kernel RejectedKernels.FusesFloat cannot run on ILGPU 1.5.3", refusal.Message);
    }

    [Fact]
    public void CorrectKernel_IsAccepted()
    {
        MethodInfo[] kernels = [.. typeof(SampleKernels).GetMethods(BindingFlags.Static | BindingFlags.Public).Concat(typeof(AcceptedKernels).GetMethods(BindingFlags.Static | BindingFlags.Public))];
        Assert.All(kernels, kernel => Assert.Empty(KernelLinter.Inspect(Closed(kernel)).Findings));
    }

    private static MethodInfo Closed(MethodInfo kernel)
    {
        if (!kernel.IsGenericMethodDefinition) return kernel;
        bool isFold = kernel.GetGenericArguments()[0].GetGenericParameterConstraints().Contains(typeof(IFold));
        return kernel.MakeGenericMethod(isFold ? typeof(SumFold) : typeof(float));
    }
}
