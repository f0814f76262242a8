using Engine.Kernels.Emulation;

namespace ILGPU.Runtime;

/// <content>Launchers on the default stream.</content>
public static partial class KernelLoaders
{
    /// <summary>Loads a kernel; its launcher takes the shape and the arguments and uses the default stream.</summary>
    /// <exception cref="NotSupportedException">The kernel uses something ILGPU or the emulator cannot do.</exception>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(
        this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        where T1 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct where T2 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(
        this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action)
        where T1 : struct where T2 : struct where T3 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(
        this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9).Add(a10));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9).Add(a10).Add(a11));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9).Add(a10).Add(a11).Add(a12));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9).Add(a10).Add(a11).Add(a12).Add(a13));
    }

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct => accelerator.LoadStreamKernel(action, KernelSpecialization.Empty);

    /// <inheritdoc cref="LoadStreamKernel{T1}(Accelerator, Action{T1})"/>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
        this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        LoadedKernel kernel = LoadedKernel.Load(accelerator, action, specialization);
        return (shape, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14) => kernel.Launch(accelerator.DefaultStream, shape, kernel.NewArguments().Add(a1).Add(a2).Add(a3).Add(a4).Add(a5).Add(a6).Add(a7).Add(a8).Add(a9).Add(a10).Add(a11).Add(a12).Add(a13).Add(a14));
    }
}
